import studentCdf from "@stdlib/stats-base-dists-t-cdf"
import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { minimumPairs } from "./minimumPairs.ts"
import { tooFewForAlpha } from "./refusals.ts"
import { requireMarginTest } from "./requireValues.ts"
import { type ShiftedSignedRank, shiftedSignedRank } from "./shiftedSignedRank.ts"
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
  readonly signedRank: ShiftedSignedRank
}

/**
 * Is the variant worse than the baseline by less than a margin? One-sided paired t test of H0: mean(variant -
 * baseline) <= -margin, for a measure of which more is better, such as accuracy.
 *
 * It is refused below `minimumPairs(alpha)` pairs (six at 0.05). That is the floor of the two-sided exact Wilcoxon
 * test: one pair above what the one-sided companion alone would need, so that from the same pairs neither question is
 * answered where the other cannot be.
 *
 * When all differences are equal (to within rounding) the sd is 0 and the bound is the mean: p is 0 above -margin, 1
 * below it and 1/2 at it.
 *
 * A long tail of losses makes it too bold, as it does any t: simulated at level 0.05 it accepts a loss of the margin
 * in 13 % and 10 % of samples of 10 and 30 exponential losses; a long tail of gains makes it cautious (1 to 2 %).
 *
 * @param differences one a pair, variant minus baseline, in the units of `margin`.
 * @param options `margin`: the largest loss that counts as none, above 0; `alpha`: level of the one-sided test, in (0,
 * 0.5).
 * @throws RangeError for a difference that is not finite, a margin not above 0, or an alpha outside (0, 0.5).
 * @see Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd ed., chapter 2.
 */
export const nonInferiority = (
  differences: ReadonlyArray<number>,
  options: { readonly margin: number; readonly alpha: number }
): NonInferiority | Refusal => {
  const { margin, alpha } = options
  requireMarginTest(differences, options)
  const n = differences.length
  const needed = minimumPairs(alpha)
  if (n < needed) return tooFewForAlpha("non-inferiority", n, needed, alpha)
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
