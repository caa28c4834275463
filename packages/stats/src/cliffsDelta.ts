import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { tooFewPairs } from "./refusals.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import type { Estimate, Interval, Refusal } from "./testResult.ts"

/** P(variant > baseline) - P(variant < baseline), in [-1, 1], for values of which pairs are not taken into account. */
export interface CliffsDelta extends Estimate {
  readonly name: "Cliff's delta"
}

/**
 * How far the values of one arm dominate those of the other, over all pairs of one value each.
 *
 * The interval is Feng and Cliff's: asymmetric, from the unbiased variance of delta and Student's t. It takes the arms
 * as independent; where pairs are positively correlated, as by seeds, it is wider than need be. For dominance within
 * pairs take the rank-biserial correlation.
 *
 * Simulated at level 0.95 for a shift of half a standard deviation it holds the true value in 95 to 97 % of samples of
 * 5, 10 and 30 an arm, normal, skewed or heavy-tailed.
 *
 * @param variant values of one arm; two within 1e-9 of the largest magnitude are a tie.
 * @param baseline values of the other, in the same unit, as many or not.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below two values an arm, which have no variance; `n` is the size of the smaller arm.
 * @throws RangeError for a value that is not finite or a level outside (0, 1).
 * @see Cliff (1993), Dominance statistics, Psychological Bulletin 114(3); Feng & Cliff (2004), Monte Carlo evaluation
 * of ordinal d with improved confidence interval, Journal of Modern Applied Statistical Methods 3(2).
 */
export const cliffsDelta = (
  variant: ReadonlyArray<number>,
  baseline: ReadonlyArray<number>,
  options: { readonly level: number }
): CliffsDelta | Refusal => {
  const { level } = options
  requireFinite("variant", variant)
  requireFinite("baseline", baseline)
  requireBetween("level", level, 0, 1)
  const n = Math.min(variant.length, baseline.length)
  if (n < 2) return tooFewPairs("Cliff's delta", n, 2, "cannot tell how variable dominance is")
  const tolerance = roundingTolerance([...variant, ...baseline])
  const dominance = variant.map((a) => baseline.map((b) => (Math.abs(a - b) <= tolerance ? 0 : Math.sign(a - b))))
  const estimate = mean(dominance.map(mean))
  return { name: "Cliff's delta", n, level, estimate, interval: deltaInterval(dominance, estimate, level) }
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

const scatter = (values: ReadonlyArray<number>, centre: number): number =>
  values.reduce((sum, value) => sum + (value - centre) ** 2, 0)

const deltaInterval = (dominance: ReadonlyArray<ReadonlyArray<number>>, delta: number, level: number): Interval => {
  const [rows, columns] = [dominance.length, dominance[0]!.length]
  const quantile = studentQuantile((1 + level) / 2, rows + columns - 2)
  if (Math.abs(delta) === 1) {
    // No variance to go by: Feng and Cliff's bound from the size of the smaller arm.
    const n = Math.min(rows, columns)
    const bound = (n - quantile ** 2) / (n + quantile ** 2)
    return delta === 1 ? { lower: bound, upper: 1 } : { lower: -1, upper: -bound }
  }
  const columnMeans = dominance[0]!.map((_, column) => mean(dominance.map((row) => row[column]!)))
  const unbiased =
    (rows ** 2 * scatter(dominance.map(mean), delta) +
      columns ** 2 * scatter(columnMeans, delta) -
      scatter(dominance.flat(), delta)) /
    (rows * columns * (rows - 1) * (columns - 1))
  // The unbiased estimate may be negative; Cliff's floor.
  const variance = Math.max(unbiased, (1 - delta ** 2) / (rows * columns - 1))
  const spread = quantile * Math.sqrt(variance * ((1 - delta ** 2) ** 2 + quantile ** 2 * variance))
  const scale = 1 - delta ** 2 + quantile ** 2 * variance
  return { lower: (delta - delta ** 3 - spread) / scale, upper: (delta - delta ** 3 + spread) / scale }
}
