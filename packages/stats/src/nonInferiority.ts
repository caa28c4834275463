import studentCdf from "@stdlib/stats-base-dists-t-cdf"
import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { minimumPairs, smallestPValue } from "./minimumPairs.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { signedRankLowerTail } from "./signedRankDistribution.ts"
import { signedRanks } from "./signedRanks.ts"
import { studentize } from "./studentize.ts"
import type { Refusal, TestResult } from "./testResult.ts"

/** `statistic` is t against -margin; `interval` is one-sided, from `lowerBound` to Infinity, at 1 - alpha. */
export interface NonInferiority extends TestResult {
  readonly name: "non-inferiority"
  readonly margin: number
  readonly alpha: number
  /** Mean difference, variant minus baseline. */
  readonly mean: number
  /** Standard deviation of the differences, divisor n - 1. */
  readonly sd: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
  /** Lower confidence bound of the mean difference, one-sided at 1 - alpha. */
  readonly lowerBound: number
  /** "non-inferior" when pValue <= alpha, that is when the lower bound is not below -margin. */
  readonly verdict: "non-inferior" | "not shown"
  /** The distribution-free companion: exact one-sided Wilcoxon signed-rank test of the differences plus margin. */
  readonly signedRank: {
    /** Shifted differences that are not 0. */
    readonly nonZero: number
    /** W+. */
    readonly statistic: number
    readonly pValue: number
  }
}

/**
 * Is the variant worse than the baseline by less than a margin? One-sided paired t test of H0: mean(variant - baseline)
 * <= -margin, for a measure of which more is better, such as accuracy.
 *
 * It is refused below `minimumPairs(alpha)` pairs (six at 0.05). That is the floor of the two-sided exact Wilcoxon
 * test: one pair above what the one-sided companion alone would need, so that from the same pairs neither question is
 * answered where the other cannot be.
 *
 * When all differences are equal (to within rounding) the sd is 0 and the bound is the mean: p is 0 above -margin, 1
 * below it and 1/2 at it.
 *
 * @param differences one a pair, variant minus baseline, in the units of `margin`.
 * @param options `margin`: the largest loss that counts as none, above 0; `alpha`: level of the one-sided test, in
 * (0, 0.5).
 * @throws RangeError for a difference that is not finite, a margin not above 0, or an alpha outside (0, 0.5).
 * @see Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd ed., chapter 2.
 */
export const nonInferiority = (
  differences: ReadonlyArray<number>,
  options: { readonly margin: number; readonly alpha: number }
): NonInferiority | Refusal => {
  const { margin, alpha } = options
  requireFinite("differences", differences)
  requireBetween("margin", margin, 0, Infinity)
  requireBetween("alpha", alpha, 0, 0.5)
  const n = differences.length
  const needed = minimumPairs(alpha)
  if (n < needed) return tooFewForAlpha(n, needed, alpha)
  const df = n - 1
  const { mean, sd, standardError, statistic } = studentize(differences, -margin)
  const lowerBound = mean + studentQuantile(alpha, df) * standardError
  const pValue = studentCdf(-statistic, df)
  return {
    name: "non-inferiority",
    n,
    margin,
    alpha,
    mean,
    sd,
    df,
    statistic,
    pValue,
    lowerBound,
    interval: { lower: lowerBound, upper: Infinity },
    verdict: pValue <= alpha ? "non-inferior" : "not shown",
    signedRank: shiftedSignedRank(differences, margin)
  }
}

const shiftedSignedRank = (differences: ReadonlyArray<number>, margin: number): NonInferiority["signedRank"] => {
  // The tolerance is that of the terms: their sum may be nothing but rounding error.
  const tolerance = roundingTolerance([...differences, margin])
  const shifted = differences.map((difference) => difference + margin)
  const { doubledRanks, doubledPositive } = signedRanks(shifted, tolerance)
  const nonZero = doubledRanks.length
  // By symmetry P(W+ >= w) is P(W+ <= total - w).
  const pValue = signedRankLowerTail(doubledRanks, nonZero * (nonZero + 1) - doubledPositive)
  return { nonZero, statistic: doubledPositive / 2, pValue }
}

const tooFewForAlpha = (n: number, needed: number, alpha: number): Refusal => ({
  name: "non-inferiority",
  n,
  verdict: "refused",
  needed,
  reason:
    `${n} ${n === 1 ? "pair" : "pairs"} cannot reach p <= ${alpha} in an exact two-sided Wilcoxon signed-rank test ` +
    `(the smallest attainable p is ${smallestPValue(n)}): run at least ${needed} pairs`
})
