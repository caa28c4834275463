import studentCdf from "@stdlib/stats-base-dists-t-cdf"
import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { tooFewForSpread } from "./refusals.ts"
import { requireBetween, requireFinite, requireRope } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { studentize } from "./studentize.ts"
import type { Interval, Refusal, RopeProbabilities } from "./testResult.ts"

/** `interval` holds the mean difference with probability `level`, as much left out on either side. */
export interface BayesianCorrelatedT extends RopeProbabilities {
  readonly name: "Bayesian correlated t"
  readonly correlation: number
  readonly level: number
  readonly interval: Interval
  /** Mean difference: the centre of the posterior. */
  readonly mean: number
  /** Scale of the posterior t distribution, in the units of the differences. */
  readonly scale: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
}

/**
 * How probable is it that the mean difference is below, within and above the region of practical equivalence (ROPE),
 * from -rope to rope? With the uninformative prior the posterior is Student's t about the mean, with n - 1 degrees of
 * freedom and scale sd √(1/n + ρ/(1 - ρ)).
 *
 * ρ is the correlation of differences whose training sets overlap: 0 for independent seeds, 1/k for k-fold
 * cross-validation (Nadeau and Bengio's heuristic). It has to be said; nothing in the differences tells it.
 *
 * When all differences are equal (to within rounding) the posterior is their value; one at the edge of the ROPE is
 * within.
 *
 * @param differences one a pair, variant minus baseline, any unit.
 * @param options `rope`: half-width of the ROPE, in the same unit, 0 or more; `correlation`: ρ in [0, 1); `level`: of
 * the credible interval, in (0, 1).
 * @returns a refusal below two pairs.
 * @throws RangeError for a difference that is not finite, or a rope, correlation or level out of its domain.
 * @see Benavoli, Corani, Demšar & Zaffalon (2017), Time for a change: a tutorial for comparing multiple classifiers
 * through Bayesian analysis, JMLR 18(77), section 3; Nadeau & Bengio (2003), Machine Learning 52, equation 9.
 */
export const bayesianCorrelatedT = (
  differences: ReadonlyArray<number>,
  options: { readonly rope: number; readonly correlation: number; readonly level: number }
): BayesianCorrelatedT | Refusal => {
  const { rope, correlation, level } = options
  requireFinite("differences", differences)
  requireRope(rope)
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`correlation must lie in [0, 1), but is ${correlation}`)
  }
  requireBetween("level", level, 0, 1)
  const name = "Bayesian correlated t"
  const n = differences.length
  if (n < 2) return tooFewForSpread(name, n)
  const { mean, sd } = studentize(differences, 0)
  const df = n - 1
  const scale = sd * Math.sqrt(1 / n + correlation / (1 - correlation))
  const half = -studentQuantile((1 - level) / 2, df) * scale
  return {
    name,
    n,
    rope,
    correlation,
    level,
    mean,
    scale,
    df,
    ...(scale > 0 ? spread(mean, scale, df, rope) : point(mean, rope)),
    interval: { lower: mean - half, upper: mean + half }
  }
}

const spread = (mean: number, scale: number, df: number, rope: number) => {
  const pLeft = studentCdf((-rope - mean) / scale, df)
  const pRight = studentCdf((mean - rope) / scale, df)
  return { pLeft, pRope: Math.max(0, 1 - pLeft - pRight), pRight }
}

const point = (mean: number, rope: number) => {
  const beyond = Math.abs(mean) - rope > roundingTolerance([mean, rope])
  return { pLeft: beyond && mean < 0 ? 1 : 0, pRope: beyond ? 0 : 1, pRight: beyond && mean > 0 ? 1 : 0 }
}
