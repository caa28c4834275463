import gammaln from "@stdlib/math-base-special-gammaln"
import { noncentralTUpperTail } from "./noncentralT.ts"
import { tooFewPairs } from "./refusals.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { solveIncreasing } from "./solveIncreasing.ts"
import { studentize } from "./studentize.ts"
import type { Estimate, Interval, Refusal } from "./testResult.ts"

/** Mean difference in standard deviations of the differences; `interval` is exact for normal differences. */
export interface CohensDz extends Estimate {
  readonly name: "Cohen's dz"
  /** The same with Hedges' correction: unbiased for normal differences, and the smaller the fewer the pairs. */
  readonly hedges: { readonly estimate: number; readonly interval: Interval }
}

/**
 * Effect size of paired differences, mean / sd. Its interval holds the effects under which the observed t is not in
 * either tail of (1 - level)/2 of the noncentral t distribution. Hedges' correction multiplies by J = Γ(ν/2) / (√(ν/2)
 * Γ((ν - 1)/2)), ν = n - 1.
 *
 * Simulated at level 0.95 for an effect of 0.5 it holds it in 93 to 98 % of normal, skewed (exponential) and
 * heavy-tailed (t with three degrees of freedom) samples of 5 and 10, but in 87 % of heavy-tailed ones of 30.
 *
 * When all differences are equal (to within rounding) the sd is 0, and estimate and interval are ±Infinity, or 0 when
 * they are all 0.
 *
 * @param differences one a pair, variant minus baseline, any unit; the result has none.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below three pairs, of which Hedges' correction has nothing left.
 * @throws RangeError for a difference that is not finite or a level outside (0, 1).
 * @see Cohen (1988), Statistical Power Analysis, 2nd ed., section 2.3.5; Hedges (1981), Distribution theory for
 * Glass's estimator of effect size, Journal of Educational Statistics 6(2); Steiger & Fouladi (1997) for the interval.
 */
export const cohensDz = (
  differences: ReadonlyArray<number>,
  options: { readonly level: number }
): CohensDz | Refusal => {
  const { level } = options
  requireFinite("differences", differences)
  requireBetween("level", level, 0, 1)
  const n = differences.length
  if (n < 3) return tooFewPairs("Cohen's dz", n, 3, `cannot give a standardised effect without bias`)
  const { sd, statistic } = studentize(differences, 0)
  const estimate = statistic / Math.sqrt(n)
  const interval = sd > 0 ? effectInterval(statistic, n, (1 - level) / 2) : { lower: estimate, upper: estimate }
  const correction = hedgesCorrection(n - 1)
  return {
    name: "Cohen's dz",
    n,
    level,
    estimate,
    interval,
    hedges: {
      estimate: estimate * correction,
      interval: { lower: interval.lower * correction, upper: interval.upper * correction }
    }
  }
}

const hedgesCorrection = (df: number): number => Math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / Math.sqrt(df / 2)

const effectInterval = (t: number, n: number, tail: number): Interval => {
  // By symmetry P(T <= t | noncentrality) is P(T >= -t | -noncentrality).
  const [lower, upper] = [noncentralityAt(t, n - 1, tail), -noncentralityAt(-t, n - 1, tail)]
  return { lower: lower / Math.sqrt(n), upper: upper / Math.sqrt(n) }
}

/** The noncentrality under which P(T >= t) is `tail`; the probability rises with it. */
const noncentralityAt = (t: number, df: number, tail: number): number => {
  const excess = (noncentrality: number) => noncentralTUpperTail(t, df, noncentrality) - tail
  const reach = { below: 1, above: 1 }
  while (excess(t - reach.below) > 0) reach.below *= 2
  while (excess(t + reach.above) < 0) reach.above *= 2
  return solveIncreasing(excess, t - reach.below, t + reach.above)
}
