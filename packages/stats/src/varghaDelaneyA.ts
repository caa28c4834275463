import { cliffsDelta } from "./cliffsDelta.ts"
import { type Estimate, isRefusal, type Refusal } from "./testResult.ts"

/** P(variant > baseline) + P(variant = baseline) / 2, in [0, 1]; 1/2 where neither arm dominates. */
export interface VarghaDelaneyA extends Estimate {
  readonly name: "Vargha-Delaney A"
}

/**
 * Cliff's delta on the scale of a probability, (delta + 1) / 2, with its interval. What `cliffsDelta` says of
 * arguments, pairs, refusals and errors holds here.
 *
 * @see Vargha & Delaney (2000), A critique and improvement of the CL common language effect size statistics of McGraw
 * and Wong, Journal of Educational and Behavioral Statistics 25(2).
 */
export const varghaDelaneyA = (
  variant: ReadonlyArray<number>,
  baseline: ReadonlyArray<number>,
  options: { readonly level: number }
): VarghaDelaneyA | Refusal => {
  const delta = cliffsDelta(variant, baseline, options)
  const name = "Vargha-Delaney A"
  if (isRefusal(delta)) return { ...delta, name }
  const { n, level, estimate, interval } = delta
  return {
    name,
    n,
    level,
    estimate: (estimate + 1) / 2,
    interval: { lower: (interval.lower + 1) / 2, upper: (interval.upper + 1) / 2 }
  }
}
