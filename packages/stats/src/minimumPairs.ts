import { requireBetween } from "./requireValues.ts"

/**
 * The smallest p that the exact two-sided Wilcoxon signed-rank test can give for n non-zero differences: 2/2^n, both
 * of the assignments with one sign out of 2^n. Ties do not change it. 1 when n is 0.
 *
 * @throws RangeError unless n is a whole number from 0.
 */
export const smallestPValue = (n: number): number => {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`n must be a whole number from 0, but is ${n}`)
  return Math.min(1, 2 ** (1 - n))
}

/**
 * The fewest pairs from which the exact two-sided Wilcoxon signed-rank test can reach p <= alpha: the smallest n with
 * 2/2^n <= alpha. It is 6 for 0.05.
 *
 * @throws RangeError unless alpha lies in (0, 1).
 */
export const minimumPairs = (alpha: number): number => {
  requireBetween("alpha", alpha, 0, 1)
  let n = 1
  while (smallestPValue(n) > alpha) n += 1
  return n
}
