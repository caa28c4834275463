import normalCdf from "@stdlib/stats-base-dists-normal-cdf"
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import { sortedQuantile } from "./quantile.ts"
import { randomIndex, seededRandom } from "./random.ts"
import { tooFewPairs } from "./refusals.ts"
import { requireBetween, requireFinite, requireWhole } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { summary } from "./summary.ts"
import type { Estimate, Refusal } from "./testResult.ts"

/** `estimate` is the statistic of the sample itself. */
export interface BcaBootstrap extends Estimate {
  readonly name: "BCa bootstrap"
  /** Standard deviation of the statistic over the resamples, divisor one less than their number. */
  readonly standardError: number
  /** Normal quantile of the share of resamples below the estimate: z₀, the correction of bias. */
  readonly bias: number
  /** Change of the standard error with the estimate, from the jackknife: a. */
  readonly acceleration: number
}

/**
 * Bias-corrected and accelerated bootstrap interval of a statistic of one sample (of paired differences, say).
 *
 * Resamples equal to the estimate count half below it. Where every leave-one-out value is the same the acceleration is
 * 0; where every resample gives one value the interval is that value. Intervals of so few values are too narrow: at
 * level 0.95 that of the mean holds it in about 84 % of normal samples of 5, 92 % of 10 and 94 % of 30, and in 79 to
 * 92 % of skewed or heavy-tailed ones.
 *
 * @param values any unit.
 * @param statistic of a sample; must be finite for every resample. The array is used again for the next one.
 * @param options `level`: coverage of the interval, in (0, 1); `resamples`: at least 100; `seed`: same seed, same
 * answer.
 * @returns a refusal where the most extreme resample, n times the same value, is likelier than (1 - level)/2: below
 * four values at 0.95.
 * @throws RangeError for a value or statistic that is not finite, or a level, resamples or seed out of its domain.
 * @see Efron (1987), Better bootstrap confidence intervals, JASA 82(397); Efron & Tibshirani (1993), An Introduction
 * to the Bootstrap, equations 14.9 to 14.15.
 */
export const bcaBootstrap = (
  values: ReadonlyArray<number>,
  statistic: (sample: ReadonlyArray<number>) => number,
  options: { readonly level: number; readonly resamples: number; readonly seed: number }
): BcaBootstrap | Refusal => {
  const { level, resamples, seed } = options
  requireFinite("values", values)
  requireBetween("level", level, 0, 1)
  requireWhole("resamples", resamples, 100)
  const random = seededRandom(seed)
  const n = values.length
  const needed = fewestValues((1 - level) / 2)
  if (n < needed) {
    return tooFewPairs("BCa bootstrap", n, needed, `have too few resamples for an interval at level ${level}`)
  }
  const estimate = statistic(values)
  const resample = [...values]
  const unsorted = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < n; i += 1) resample[i] = values[randomIndex(random, n)]!
    return statistic(resample)
  })
  const replicates = Array.from(unsorted.sort())
  requireFinite("statistic", [estimate, replicates[0]!, replicates[resamples - 1]!])
  const bias = normalQuantile(shareBelow(replicates, estimate), 0, 1)
  const acceleration = jackknifeAcceleration(values, statistic)
  const bound = (tail: number): number => {
    const shifted = bias + normalQuantile(tail, 0, 1)
    return sortedQuantile(
      replicates,
      normalCdf(bias + shifted / Math.max(1 - acceleration * shifted, Number.EPSILON), 0, 1)
    )
  }
  return {
    name: "BCa bootstrap",
    n,
    level,
    estimate,
    standardError: summary(replicates).sd!,
    bias,
    acceleration,
    interval: { lower: bound((1 - level) / 2), upper: bound((1 + level) / 2) }
  }
}

const fewestValues = (tail: number): number => {
  let n = 2
  while (n ** -n > tail) n += 1
  return n
}

/** Share of replicates below the estimate, those equal to it by half; kept off 0 and 1, which have no finite quantile. */
const shareBelow = (replicates: ReadonlyArray<number>, estimate: number): number => {
  // Sums of the same values in another order differ in their last bits.
  const tolerance = roundingTolerance(replicates)
  const point = (value: number) => (Math.abs(value - estimate) <= tolerance ? 0.5 : value < estimate ? 1 : 0)
  const points = replicates.reduce((sum, value) => sum + point(value), 0)
  return Math.min(Math.max(points, 0.5), replicates.length - 0.5) / replicates.length
}

const jackknifeAcceleration = (
  values: ReadonlyArray<number>,
  statistic: (sample: ReadonlyArray<number>) => number
): number => {
  const left = values.map((_, out) => statistic(values.toSpliced(out, 1)))
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length
  const scale = left.reduce((largest, value) => Math.max(largest, Math.abs(mean - value)), 0)
  if (scale <= roundingTolerance(left)) return 0
  // Brought to [-1, 1]: the ratio is the same and no cube leaves the range of a double.
  const influences = left.map((value) => (mean - value) / scale)
  const squares = influences.reduce((sum, value) => sum + value ** 2, 0)
  return influences.reduce((sum, value) => sum + value ** 3, 0) / (6 * squares ** 1.5)
}
