import normalCdf from "@stdlib/stats-base-dists-normal-cdf"
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import { crossing, farthest, type Sides, start, survive, type Walk } from "./brownianBoundary.ts"
import { requireBetween } from "./requireValues.ts"
import { solveIncreasing } from "./solveIncreasing.ts"

/** What a study with interim looks declares before it starts. */
export interface SequentialPlan {
  /** Numbers of pairs at which is looked, rising, from 2; the last is where the study ends at the latest. */
  readonly looks: ReadonlyArray<number>
  /** Probability of stopping with a false claim at any of the looks, in (0, 1). */
  readonly alpha: number
}

/** The rule at one look. */
export interface SequentialBound {
  /** Number of pairs. */
  readonly n: number
  /** Stop when z, or |z| when two-sided, reaches it. */
  readonly bound: number
  /** The same as a p value, two-sided when the rule is: stop when p is at most this. */
  readonly nominal: number
  /** How much of alpha has been spent, this look included. */
  readonly spent: number
}

/**
 * Bounds of Lan and DeMets for looks at a growing sample, with the spending function that resembles O'Brien and
 * Fleming's test: by the fraction t of the pairs, each side has spent 2 - 2Φ(z(a/2)/√t) of its share a, which is alpha
 * one-sided and alpha/2 two-sided. Early looks need overwhelming evidence; the last one is nearly the test without looks.
 *
 * Spending depends on the fraction alone, so a look may be moved, left out or added as long as that is not decided by
 * what was seen, and the last stays the last. Bounds are exact for normal differences with a known sd.
 *
 * @throws RangeError for looks that are not rising whole numbers from 2, or an alpha outside (0, 1).
 * @see Lan & DeMets (1983), Discrete sequential boundaries for clinical trials, Biometrika 70(3).
 */
export const sequentialBounds = (plan: SequentialPlan, sides: Sides): ReadonlyArray<SequentialBound> => {
  requirePlan(plan)
  const { alpha, looks } = plan
  const fractions = looks.map((n) => n / looks.at(-1)!)
  const bounds: Array<SequentialBound> = []
  let walk: Walk = start
  fractions.forEach((fraction, look) => {
    const spent = sides * spending(alpha / sides, fraction)
    const bound = boundThatSpends(walk, fraction, spent - (bounds.at(-1)?.spent ?? 0), sides)
    bounds.push({ n: looks[look]!, bound, nominal: sides * normalCdf(-bound, 0, 1), spent })
    const next = fractions[look + 1]
    if (next !== undefined) walk = survive(walk, fraction, bound, sides, next)
  })
  return bounds
}

const spending = (share: number, fraction: number): number =>
  2 * normalCdf(normalQuantile(share / 2, 0, 1) / Math.sqrt(fraction), 0, 1)

/** In logarithms, as probabilities span many magnitudes; no double holds the tail beyond 37. */
const boundThatSpends = (walk: Walk, fraction: number, probability: number, sides: Sides): number => {
  const log = (value: number) => Math.log(Math.max(value, Number.MIN_VALUE))
  const excess = (bound: number) => log(probability) - log(crossing(walk, fraction, bound, sides))
  return solveIncreasing(excess, sides === 2 ? 0 : -farthest, 37)
}

const requirePlan = ({ alpha, looks }: SequentialPlan): void => {
  requireBetween("alpha", alpha, 0, 1)
  const rising = looks.every((n, i) => Number.isSafeInteger(n) && n >= 2 && (i === 0 || n > looks[i - 1]!))
  if (looks.length === 0 || !rising) {
    throw new RangeError(`looks must be rising whole numbers from 2, but are ${looks.join(", ") || "none"}`)
  }
}
