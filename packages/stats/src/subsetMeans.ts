import { type Random, randomIndex } from "./random.ts"

/**
 * The means of all 2^n - 1 subsets of the values that are not empty.
 *
 * The sum of a subset is that of the subset without its lowest value, plus this value.
 */
export const allSubsetMeans = (values: ReadonlyArray<number>): Float64Array => {
  const size = 2 ** values.length
  const sums = new Float64Array(size)
  const counts = new Uint8Array(size)
  for (let subset = 1; subset < size; subset += 1) {
    const rest = subset & (subset - 1)
    const lowest = 31 - Math.clz32(subset ^ rest)
    sums[subset] = sums[rest]! + values[lowest]!
    counts[subset] = counts[rest]! + 1
  }
  return sums.subarray(1).map((sum, index) => sum / counts[index + 1]!)
}

/** The means of random subsets, each of those that are not empty as likely as any other. */
export const randomSubsetMeans = (values: ReadonlyArray<number>, draws: number, random: Random): Float64Array =>
  Float64Array.from({ length: draws }, () => {
    let sum = 0
    let count = 0
    while (count === 0) {
      for (const value of values) {
        if (randomIndex(random, 2) === 0) continue
        sum += value
        count += 1
      }
    }
    return sum / count
  })
