import { seededRandom } from "../src/random.ts"

/** How the cases of golden/pairedTests.py name their values, which stand in no file: both sides draw the same. */
export interface GoldenSample {
  readonly seed: number
  readonly n: number
  readonly law: number
}

/**
 * The values of a case, by its law: 0 whole numbers with ties and zeros, 1 thousandths whose ties hide behind
 * rounding, 2 near to normal, 3 skewed, 4 heavy-tailed. Only what IEEE arithmetic fixes to the last bit, so that it is
 * the `sample` of golden/pairedTests.py.
 */
export const goldenSample = ({ seed, n, law }: GoldenSample): Array<number> => {
  const random = seededRandom(seed)
  const shift = (seed % 3) * 0.3
  const draw = [
    () => Math.floor(random() * 7) - 3,
    () => (Math.floor(random() * 41) - 15) / 1000,
    () => random() + random() + random() + random() - 2 + shift,
    () => 1 / (1.05 - random()) - 3 + shift,
    () => {
      const u = random()
      return (u - 0.5) / (u * (1 - u) + 0.001) + shift
    }
  ][law]!
  return Array.from({ length: n }, draw)
}
