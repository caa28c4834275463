import mersenneTwister from "@stdlib/random-base-mt19937"
import { requireWhole } from "./requireValues.ts"

/** Uniform numbers in [0, 1) with 53 random bits, one a call. */
export type Random = () => number

/**
 * The Mersenne Twister from a seed: the same numbers on every machine, and those of NumPy's
 * `RandomState([seed % 2**32, seed // 2**32]).random_sample()`.
 *
 * @throws RangeError unless the seed is a whole number from 0 to 2^53 - 1.
 */
export const seededRandom = (seed: number): Random => {
  requireWhole("seed", seed, 0)
  const word = mersenneTwister.factory({ seed: [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] })
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53
}

/** A whole number from 0 below n, each as likely. */
export const randomIndex = (random: Random, n: number): number => Math.floor(random() * n)
