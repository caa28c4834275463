import { pairedT } from "./pairedT.ts"
import { tooFewForSpread } from "./refusals.ts"
import { requireFinite } from "./requireValues.ts"
import { isRefusal, type Refusal, type TestResult } from "./testResult.ts"

/** `statistic` is t of the log ratios against 0; `interval` bounds the ratio, two-sided, at `level`. */
export interface TimeRatio extends TestResult {
  readonly name: "time ratio"
  readonly level: number
  /** Geometric mean of variant / baseline: below 1, the variant is faster. */
  readonly ratio: number
  /** Standard deviation of the natural logarithms of the ratios, divisor n - 1. */
  readonly sdLog: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
}

/**
 * How many times as long the variant takes as the baseline: the paired t test on the logarithms of the ratios, carried
 * back to the scale of ratios. Times are skewed and differ by factors, so the ratio is what is stable across seeds.
 *
 * @param variantSeconds one a pair, above 0.
 * @param baselineSeconds the same pairs in the same order, above 0.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below two pairs.
 * @throws RangeError for lengths that differ, a time that is not above 0 and finite, or a level outside (0, 1).
 * @see Bland & Altman (1996), Transformations, means, and confidence intervals, BMJ 312.
 */
export const timeRatio = (
  variantSeconds: ReadonlyArray<number>,
  baselineSeconds: ReadonlyArray<number>,
  options: { readonly level: number }
): TimeRatio | Refusal => {
  requireTimes("variantSeconds", variantSeconds)
  requireTimes("baselineSeconds", baselineSeconds)
  const n = variantSeconds.length
  if (n !== baselineSeconds.length) {
    throw new RangeError(`times must come in pairs, but there are ${n} variant and ${baselineSeconds.length} baseline`)
  }
  const logRatios = variantSeconds.map((seconds, pair) => Math.log(seconds) - Math.log(baselineSeconds[pair]!))
  const logs = pairedT(logRatios, options)
  if (isRefusal(logs)) return tooFewForSpread("time ratio", n)
  const { level, df, statistic, pValue } = logs
  return {
    name: "time ratio",
    n,
    level,
    ratio: Math.exp(logs.mean),
    sdLog: logs.sd,
    df,
    statistic,
    pValue,
    interval: { lower: Math.exp(logs.interval.lower), upper: Math.exp(logs.interval.upper) }
  }
}

const requireTimes = (name: string, seconds: ReadonlyArray<number>): void => {
  requireFinite(name, seconds)
  const at = seconds.findIndex((time) => time <= 0)
  if (at >= 0) throw new RangeError(`${name} must be above 0, but ${name}[${at}] is ${seconds[at]}`)
}
