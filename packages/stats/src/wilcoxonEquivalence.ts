import { minimumPairs } from "./minimumPairs.ts"
import { sortedQuantile } from "./quantile.ts"
import { tooFewForAlpha } from "./refusals.ts"
import { requireMarginTest } from "./requireValues.ts"
import { type ShiftedSignedRank, shiftedSignedRank } from "./shiftedSignedRank.ts"
import type { Refusal, TestResult } from "./testResult.ts"
import { walshAverages, walshInterval } from "./walshAverages.ts"

/**
 * `statistic` and `pValue` are those of the weaker of the two one-sided tests; `interval` bounds the centre of the
 * differences, distribution-free, at 1 - 2 alpha or more.
 */
export interface WilcoxonEquivalence extends TestResult {
  readonly name: "Wilcoxon equivalence"
  readonly margin: number
  readonly alpha: number
  /** Hodges-Lehmann estimate of the centre of the differences, in their units. */
  readonly estimate: number
  /** The test of "the centre is -margin or less": of the differences plus margin. */
  readonly above: ShiftedSignedRank
  /** The test of "the centre is margin or more": of margin minus the differences. */
  readonly below: ShiftedSignedRank
  /** "equivalent" when pValue <= alpha. */
  readonly verdict: "equivalent" | "not shown"
}

/**
 * The distribution-free companion of `equivalence`: two exact one-sided Wilcoxon signed-rank tests, of which both have
 * to reject at alpha. It asks that the differences be symmetric, not that they be normal; skewed ones shift their
 * centre away from the mean. Zeros after the shift are dropped and ties take midranks, as in `wilcoxonSignedRank`.
 *
 * @param differences one a pair, variant minus baseline, in the units of `margin`.
 * @param options `margin`: the largest difference that counts as none, above 0; `alpha`: level of each one-sided test
 * and so of the whole, in (0, 0.5).
 * @returns a refusal below `minimumPairs(alpha)` pairs (six at 0.05).
 * @throws RangeError for a difference that is not finite, a margin not above 0, or an alpha outside (0, 0.5).
 * @see Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd ed., chapter 5.
 */
export const wilcoxonEquivalence = (
  differences: ReadonlyArray<number>,
  options: { readonly margin: number; readonly alpha: number }
): WilcoxonEquivalence | Refusal => {
  const { margin, alpha } = options
  requireMarginTest(differences, options)
  const name = "Wilcoxon equivalence"
  const n = differences.length
  const needed = minimumPairs(alpha)
  if (n < needed) return tooFewForAlpha(name, n, needed, alpha)
  const above = shiftedSignedRank(differences, margin)
  const below = shiftedSignedRank(
    differences.map((difference) => -difference),
    margin
  )
  const { statistic, pValue } = above.pValue >= below.pValue ? above : below
  const averages = walshAverages(differences)
  return {
    name,
    n,
    margin,
    alpha,
    statistic,
    pValue,
    estimate: sortedQuantile(averages, 0.5),
    interval: walshInterval(averages, n, 1 - 2 * alpha),
    above,
    below,
    verdict: pValue <= alpha ? "equivalent" : "not shown"
  }
}
