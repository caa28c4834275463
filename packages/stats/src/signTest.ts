import binomialCdf from "@stdlib/stats-base-dists-binomial-cdf"
import { minimumPairs, smallestPValue } from "./minimumPairs.ts"
import { ascending, sortedQuantile } from "./quantile.ts"
import { tooFewForSigns } from "./refusals.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import type { Refusal, TestResult } from "./testResult.ts"

/** `statistic` is the number of positive differences; `interval` bounds the median difference, at `level` or more. */
export interface SignTest extends TestResult {
  readonly name: "sign test"
  readonly level: number
  /** Differences that are not 0. */
  readonly nonZero: number
  /** The smallest p that any outcome of `nonZero` differences could give. */
  readonly smallestPValue: number
  /** Median difference. */
  readonly estimate: number
}

/**
 * Exact two-sided sign test of "positive and negative differences are as likely": twice the smaller tail of the
 * binomial distribution with probability 1/2, at most 1. It asks nothing of the shape of the differences.
 *
 * Zeros (judged to 1e-9 of the largest difference) are dropped from the count, not from the median and its interval,
 * which runs from the k-th smallest to the k-th largest difference, k the largest with P(B < k) <= (1 - level)/2.
 *
 * @param differences one a pair, variant minus baseline, any unit.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below `minimumPairs(1 - level)` pairs (six at 0.95), where neither p nor the interval could tell.
 * @throws RangeError for a difference that is not finite or a level outside (0, 1).
 * @see Dixon & Mood (1946), The statistical sign test, JASA 41; Conover (1999), Practical Nonparametric Statistics,
 * 3rd ed., sections 3.2 and 3.4.
 */
export const signTest = (
  differences: ReadonlyArray<number>,
  options: { readonly level: number }
): SignTest | Refusal => {
  const { level } = options
  requireFinite("differences", differences)
  requireBetween("level", level, 0, 1)
  const n = differences.length
  const needed = minimumPairs(1 - level)
  if (n < needed) return tooFewForSigns("sign test", n, needed, level)
  const tolerance = roundingTolerance(differences)
  const positive = differences.filter((difference) => difference > tolerance).length
  const nonZero = positive + differences.filter((difference) => difference < -tolerance).length
  const sorted = ascending(differences)
  const rank = signCriticalCount(n, 1 - level) + 1
  return {
    name: "sign test",
    n,
    level,
    nonZero,
    smallestPValue: smallestPValue(nonZero),
    statistic: positive,
    pValue: Math.min(1, 2 * binomialCdf(Math.min(positive, nonZero - positive), nonZero, 0.5)),
    estimate: sortedQuantile(sorted, 0.5),
    interval: { lower: sorted[rank - 1]!, upper: sorted[n - rank]! }
  }
}

/** The largest count of the rarer sign at which the two-sided test of n signs has p <= alpha; -1 where none has. */
export const signCriticalCount = (n: number, alpha: number): number => {
  let count = -1
  // The last bits of a probability that equals alpha on paper do not decide.
  while (2 * binomialCdf(count + 1, n, 0.5) <= alpha * (1 + 1e-12)) count += 1
  return count
}
