import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { pairedT } from "./pairedT.ts"
import { tooFewForSpread } from "./refusals.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { summary } from "./summary.ts"
import { type Interval, isRefusal, type Refusal, type TestResult } from "./testResult.ts"

/** `statistic` and `pValue` are those of the paired t test of "the ratio is 1"; `interval` bounds the ratio. */
export interface FiellerRatio extends TestResult {
  readonly name: "Fieller ratio"
  readonly level: number
  /** Mean of the variant / mean of the baseline. */
  readonly ratio: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
  /**
   * What the ratios that the data do not exclude look like: an interval; all but an interval ("complement"), or every
   * number ("unbounded"). The last two come about when the baseline's mean itself does not differ from 0 at this
   * level; then `interval` is open on both sides.
   */
  readonly shape: "bounded" | "complement" | "unbounded"
  /** The ratios that are excluded, between two that are not; only where `shape` is "complement". */
  readonly excluded: Interval | undefined
}

/**
 * Ratio of two means from pairs, with Fieller's interval: every ρ of which the paired t test does not reject that the
 * mean of variant - ρ baseline is 0. It is exact where such differences are normal; `timeRatio` is the choice where
 * ratios, not differences, are alike from pair to pair.
 *
 * The bounds are the roots of (ȳ² - c s_yy) ρ² - 2 (x̄ȳ - c s_xy) ρ + (x̄² - c s_xx), c = t²/n, x the variant.
 *
 * @param variant one a pair, any unit.
 * @param baseline the same pairs in the same order, in the same unit; its mean must not be 0.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below two pairs.
 * @throws RangeError for lengths that differ, a value that is not finite, a baseline of mean 0 or a level outside (0,
 * 1).
 * @see Fieller (1954), Some problems in interval estimation, Journal of the Royal Statistical Society B 16(2).
 */
export const fiellerRatio = (
  variant: ReadonlyArray<number>,
  baseline: ReadonlyArray<number>,
  options: { readonly level: number }
): FiellerRatio | Refusal => {
  const { level } = options
  requireFinite("variant", variant)
  requireFinite("baseline", baseline)
  requireBetween("level", level, 0, 1)
  const n = variant.length
  if (n !== baseline.length) {
    throw new RangeError(`values must come in pairs, but there are ${n} variant and ${baseline.length} baseline`)
  }
  const name = "Fieller ratio"
  const test = pairedT(
    variant.map((value, pair) => value - baseline[pair]!),
    options
  )
  if (isRefusal(test)) return tooFewForSpread(name, n)
  const { df, statistic, pValue } = test
  const [x, y] = [scaled(variant), scaled(baseline)]
  if (y.mean === 0) throw new RangeError("baseline must not have a mean of 0: there is no ratio to it")
  const unit = x.scale / y.scale
  const covariance = x.values.reduce((sum, value, i) => sum + (value - x.mean) * (y.values[i]! - y.mean), 0) / df
  const c = studentQuantile((1 + level) / 2, df) ** 2 / n
  const region = solve(y.mean ** 2 - c * y.sd ** 2, x.mean * y.mean - c * covariance, x.mean ** 2 - c * x.sd ** 2)
  // A root of 0 stays 0 in a unit beyond the largest double.
  const inUnits = (root: number) => (root === 0 ? 0 : root * unit)
  const bounds = { lower: inUnits(region.lower), upper: inUnits(region.upper) }
  const { shape } = region
  return {
    name,
    n,
    level,
    ratio: inUnits(x.mean / y.mean),
    df,
    statistic,
    pValue,
    shape,
    interval: shape === "bounded" ? bounds : { lower: -Infinity, upper: Infinity },
    excluded: shape === "complement" ? bounds : undefined
  }
}

/** Values in units of their largest magnitude, so that no square leaves the range of a double. */
const scaled = (values: ReadonlyArray<number>) => {
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1
  const parts = values.map((value) => value / scale)
  const { mean, sd } = summary(parts)
  return { values: parts, mean, sd: sd!, scale }
}

/** Where a ρ² - 2 b ρ + c is not above 0. */
const solve = (a: number, b: number, c: number): Interval & { readonly shape: FiellerRatio["shape"] } => {
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c))
  // The root of larger magnitude first, which loses no digits; the other from their product, c / a.
  const far = b + (b < 0 ? -root : root)
  if (a > 0) return { shape: "bounded", ...ordered(far / a, far === 0 ? 0 : c / far) }
  if (a < 0 && b ** 2 > a * c) return { shape: "complement", ...ordered(far / a, c / far) }
  return { shape: "unbounded", lower: -Infinity, upper: Infinity }
}

const ordered = (a: number, b: number): Interval => ({ lower: Math.min(a, b), upper: Math.max(a, b) })
