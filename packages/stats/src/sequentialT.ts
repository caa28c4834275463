import studentCdf from "@stdlib/stats-base-dists-t-cdf"
import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import type { Sides } from "./brownianBoundary.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { type SequentialPlan, sequentialBounds } from "./sequentialBounds.ts"
import { solveIncreasing } from "./solveIncreasing.ts"
import { studentize } from "./studentize.ts"
import type { Refusal, TestResult } from "./testResult.ts"

/**
 * A study at one of its looks. `statistic` is t of all pairs so far. `pValue` is the repeated p value: the smallest
 * alpha with which the same looks would have stopped by now. `interval` is the repeated confidence interval, which holds
 * at all looks together.
 */
export interface SequentialT extends TestResult {
  readonly name: "sequential paired t" | "sequential non-inferiority"
  /** Number of looks so far, this one included. */
  readonly look: number
  /** Mean difference. */
  readonly mean: number
  /** Standard deviation of the differences, divisor n - 1. */
  readonly sd: number
  /** P of t at this look taken alone must be at most this to stop. */
  readonly nominal: number
  /** Pairs at the first look whose bound was reached: no more seeds are needed. */
  readonly stoppedAt: number | undefined
  /** Whether the claim stands, whether to add seeds up to the next look, or that the last look has not shown it. */
  readonly verdict: "shown" | "continue" | "not shown"
}

/**
 * Two-sided paired t test of "the mean difference is 0" that may be looked at while seeds are added: stop at the first
 * look at which p is at most the look's nominal level (`sequentialBounds`).
 *
 * The levels are those of a known sd, applied to the p of Student's t, which is the usual approximation. At
 * alpha 0.05 and looks 5, 10, 15, 20, 30 normal differences without any effect are claimed in 5.1 % of studies, and in
 * 5.4 % one-sided (simulated; the package's README has other laws). Differences that are all equal have no spread to judge by, so an
 * interim look never stops for them.
 *
 * @param differences one a pair, variant minus baseline, in the order in which they were run, all of them.
 * @param plan `looks` and `alpha`, declared before the first look.
 * @returns a refusal when the number of differences is not one of the looks.
 * @throws RangeError for a difference that is not finite, a plan out of its domain, or more differences than the last
 * look.
 * @see Jennison & Turnbull (2000), Group Sequential Methods, section 3.8 for t, chapter 9 for the repeated interval and
 * p value.
 */
export const sequentialPairedT = (differences: ReadonlyArray<number>, plan: SequentialPlan): SequentialT | Refusal =>
  sequentialTest("sequential paired t", differences, plan, { reference: 0, sides: 2 })

/**
 * One-sided `nonInferiority` by t, against a loss of `margin`, that may be looked at while seeds are added; see
 * `sequentialPairedT`. `interval` is one-sided, up to Infinity.
 *
 * @param options the plan, and `margin`: the largest loss that counts as none, above 0.
 * @throws RangeError as `sequentialPairedT`, and for a margin not above 0.
 */
export const sequentialNonInferiority = (
  differences: ReadonlyArray<number>,
  options: SequentialPlan & { readonly margin: number }
): SequentialT | Refusal => {
  requireBetween("margin", options.margin, 0, Infinity)
  return sequentialTest("sequential non-inferiority", differences, options, { reference: -options.margin, sides: 1 })
}

interface Hypothesis {
  readonly reference: number
  readonly sides: Sides
}

const sequentialTest = (
  name: SequentialT["name"],
  differences: ReadonlyArray<number>,
  plan: SequentialPlan,
  hypothesis: Hypothesis
): SequentialT | Refusal => {
  requireFinite("differences", differences)
  const bounds = sequentialBounds(plan, hypothesis.sides)
  const n = differences.length
  const last = bounds.at(-1)!.n
  if (n > last) throw new RangeError(`the plan ends at ${last} pairs, but there are ${n}`)
  const look = bounds.findIndex((bound) => bound.n === n)
  if (look < 0) return betweenLooks(name, n, bounds.find((bound) => bound.n > n)!.n)
  const seen = bounds.slice(0, look + 1)
  const { mean, sd, standardError, statistic } = studentize(differences, hypothesis.reference)
  const pValues = seen.map((bound) => valueAtLook(differences.slice(0, bound.n), hypothesis, bound.n === last))
  const stoppedAt = seen.find((bound, index) => pValues[index]! <= bound.nominal)?.n
  const { nominal } = seen[look]!
  const half = halfWidth(-studentQuantile(nominal / hypothesis.sides, n - 1), standardError, n === last)
  return {
    name,
    n,
    look: look + 1,
    mean,
    sd,
    statistic,
    nominal,
    stoppedAt,
    pValue: Math.min(...pValues.map((pValue, index) => repeated(pValue, index, plan, hypothesis.sides))),
    interval: { lower: mean - half, upper: hypothesis.sides === 1 ? Infinity : mean + half },
    verdict: stoppedAt !== undefined ? "shown" : n === last ? "not shown" : "continue"
  }
}

/** Without spread nothing is known at an interim look, and all at the last; t may be too large for a double. */
const halfWidth = (critical: number, standardError: number, last: boolean): number => {
  if (standardError === 0) return last ? 0 : Infinity
  return critical * standardError
}

/** P of t at one look taken alone. */
const valueAtLook = (differences: ReadonlyArray<number>, { reference, sides }: Hypothesis, last: boolean): number => {
  const { sd, statistic } = studentize(differences, reference)
  if (sd === 0 && !last) return 1
  return sides * studentCdf(sides === 2 ? -Math.abs(statistic) : -statistic, differences.length - 1)
}

/** The alpha whose plan has this p as its nominal level at this look. It is never below p: looking only costs. */
const repeated = (pValue: number, look: number, { looks }: SequentialPlan, sides: Sides): number => {
  if (pValue === 0 || pValue >= largestAlpha) return pValue
  const excess = (alpha: number) => Math.log(sequentialBounds({ looks, alpha }, sides)[look]!.nominal / pValue)
  const alpha = solveIncreasing(excess, pValue, largestAlpha)
  return alpha === largestAlpha ? 1 : alpha
}

const largestAlpha = 0.999

const betweenLooks = (name: string, n: number, needed: number): Refusal => ({
  name,
  n,
  verdict: "refused",
  needed,
  reason: `the plan does not look at ${n} ${n === 1 ? "pair" : "pairs"}: run ${needed}, its next look, and test then`
})
