import studentCdf from "@stdlib/stats-base-dists-t-cdf"
import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { minimumPairs } from "./minimumPairs.ts"
import { tooFewForAlpha } from "./refusals.ts"
import { requireMarginTest } from "./requireValues.ts"
import { studentize } from "./studentize.ts"
import type { Refusal, TestResult } from "./testResult.ts"

/**
 * `statistic` and `pValue` are those of the weaker of the two one-sided tests; `interval` bounds the mean difference at
 * 1 - 2 alpha.
 */
export interface Equivalence extends TestResult {
  readonly name: "equivalence"
  readonly margin: number
  readonly alpha: number
  /** Mean difference, variant minus baseline. */
  readonly mean: number
  /** Standard deviation of the differences, divisor n - 1. */
  readonly sd: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
  /** The test of "the mean is -margin or less": t and p. */
  readonly above: { readonly statistic: number; readonly pValue: number }
  /** The test of "the mean is margin or more": t and p. */
  readonly below: { readonly statistic: number; readonly pValue: number }
  /** "equivalent" when pValue <= alpha, that is when the interval lies within (-margin, margin). */
  readonly verdict: "equivalent" | "not shown"
}

/**
 * Do variant and baseline differ by less than a margin, either way? Two one-sided paired t tests (TOST), of which both
 * have to reject at alpha.
 *
 * It is refused below `minimumPairs(alpha)` pairs (six at 0.05), like `nonInferiority`. When all differences are equal
 * (to within rounding) p is 0 within the margin, 1 beyond it and 1/2 at it.
 *
 * Simulated at level 0.05 it accepts a gain of the margin in 13 % and 10 % of samples of 10 and 30 skewed (exponential)
 * differences; heavy tails (t with three degrees of freedom) leave it at 4 to 6 %.
 *
 * @param differences one a pair, variant minus baseline, in the units of `margin`.
 * @param options `margin`: the largest difference that counts as none, above 0; `alpha`: level of each one-sided test
 * and so of the whole, in (0, 0.5).
 * @throws RangeError for a difference that is not finite, a margin not above 0, or an alpha outside (0, 0.5).
 * @see Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach, Journal of
 * Pharmacokinetics and Biopharmaceutics 15(6).
 */
export const equivalence = (
  differences: ReadonlyArray<number>,
  options: { readonly margin: number; readonly alpha: number }
): Equivalence | Refusal => {
  const { margin, alpha } = options
  requireMarginTest(differences, options)
  const n = differences.length
  const needed = minimumPairs(alpha)
  if (n < needed) return tooFewForAlpha("equivalence", n, needed, alpha)
  const df = n - 1
  const { mean, sd, standardError, statistic: fromBelow } = studentize(differences, -margin)
  const fromAbove = studentize(differences, margin).statistic
  const above = { statistic: fromBelow, pValue: studentCdf(-fromBelow, df) }
  const below = { statistic: fromAbove, pValue: studentCdf(fromAbove, df) }
  const weaker = above.pValue >= below.pValue ? above : below
  const half = -studentQuantile(alpha, df) * standardError
  return {
    name: "equivalence",
    n,
    margin,
    alpha,
    mean,
    sd,
    df,
    statistic: weaker.statistic,
    pValue: weaker.pValue,
    interval: { lower: mean - half, upper: mean + half },
    above,
    below,
    verdict: weaker.pValue <= alpha ? "equivalent" : "not shown"
  }
}
