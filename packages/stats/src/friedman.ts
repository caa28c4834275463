import { type Blocks, requireBlocks } from "./blockDesign.ts"
import { blockRanks } from "./blockRanks.ts"
import { explainedShareInterval } from "./explainedShare.ts"
import { requireBetween } from "./requireValues.ts"
import type { Refusal, TestResult } from "./testResult.ts"
import { chiSquaredUpperTail, fUpperTail } from "./upperTails.ts"

/**
 * `n` is the number of blocks; `statistic` is Iman and Davenport's F. `interval` bounds the share of the ranks' variance
 * that the treatments explain, two-sided at 1 - alpha; it takes ranks for normal scores, so it is an approximation.
 */
export interface Friedman extends TestResult {
  readonly name: "Friedman"
  /** Number of treatments. */
  readonly treatments: number
  /** Degrees of freedom of F. */
  readonly df1: number
  readonly df2: number
  /** Friedman's own statistic and its p on df1 degrees of freedom. */
  readonly chiSquared: { readonly statistic: number; readonly pValue: number }
  /** One a treatment, 1 for the best. */
  readonly averageRanks: ReadonlyArray<number>
  /** Kendall's W, the effect size, 0 to 1. */
  readonly concordance: number
}

/** The smallest p of an exact test on ranks: all blocks agree on one of k! orders, 1 in (k!)^(n - 1). */
const smallestFriedmanP = (n: number, k: number): number => {
  let orders = 1
  for (let i = 2; i <= k; i += 1) orders *= i
  return orders ** (1 - n)
}

/**
 * Friedman's test of "the treatments do equally well in every block", with Iman and Davenport's correction: χ² =
 * n(k - 1)W and F = (n - 1)W / (1 - W) on k - 1 and (k - 1)(n - 1) degrees of freedom, W corrected for ties.
 *
 * χ² is too cautious with few blocks and F too bold: at 0.05, five blocks of four equal treatments are called different
 * in 3.7 % and 7.0 % of studies (simulated; from ten blocks on both are close). So p of F is never below (k!)^(1 - n),
 * the smallest p that any test on ranks can give. It is refused where even that p is above alpha.
 *
 * @param scores a row a block (seed or dataset), a column a treatment; more is better, any unit.
 * @param options `alpha`: the level that the test has to be able to reach, in (0, 1).
 * @throws RangeError for incomplete blocks, a score that is not finite, or an alpha outside (0, 1).
 * @see Friedman (1937), JASA 32; Iman & Davenport (1980), Communications in Statistics A9(6); Demšar (2006), JMLR 7,
 * section 3.2.2.
 */
export const friedman = (scores: Blocks, options: { readonly alpha: number }): Friedman | Refusal => {
  const { alpha } = options
  requireBetween("alpha", alpha, 0, 1)
  const { n, k } = requireBlocks(scores)
  if (smallestFriedmanP(n, k) > alpha) return tooFewBlocks(n, k, alpha)
  const { averageRanks, concordance } = blockRanks(scores)
  const [df1, df2] = [k - 1, (k - 1) * (n - 1)]
  const statistic = ((n - 1) * concordance) / (1 - concordance)
  const chiSquared = n * (k - 1) * concordance
  return {
    name: "Friedman",
    n,
    treatments: k,
    df1,
    df2,
    statistic,
    pValue: Math.max(smallestFriedmanP(n, k), fUpperTail(statistic, df1, df2)),
    interval: explainedShareInterval(statistic, { df1, df2, scores: n * k }, 1 - alpha),
    chiSquared: { statistic: chiSquared, pValue: chiSquaredUpperTail(chiSquared, df1) },
    averageRanks,
    concordance
  }
}

const tooFewBlocks = (n: number, k: number, alpha: number): Refusal => {
  let needed = n + 1
  while (smallestFriedmanP(needed, k) > alpha) needed += 1
  return {
    name: "Friedman",
    n,
    verdict: "refused",
    needed,
    reason:
      `${n} ${n === 1 ? "block" : "blocks"} of ${k} treatments cannot reach p ≤ ${alpha} by ranks ` +
      `(the smallest attainable p is ${Number(smallestFriedmanP(n, k).toPrecision(3))}): run at least ${needed} blocks`
  }
}
