import { type Blocks, requireBlocks } from "./blockDesign.ts"
import { explainedShareInterval } from "./explainedShare.ts"
import { requireBetween } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import type { Refusal, TestResult } from "./testResult.ts"
import { fUpperTail } from "./upperTails.ts"

/**
 * `n` is the number of blocks; `statistic` is F, `pValue` its p with the degrees of freedom times epsilon. `interval`
 * bounds the share of the variance within blocks that the treatments explain, two-sided at `level`, under sphericity.
 */
export interface RepeatedMeasuresAnova extends TestResult {
  readonly name: "repeated-measures ANOVA"
  readonly level: number
  /** Number of treatments. */
  readonly treatments: number
  /** Degrees of freedom before the correction: k - 1 and (k - 1)(n - 1). */
  readonly df1: number
  readonly df2: number
  /** Greenhouse and Geisser's epsilon, from 1/(k - 1) to 1; 1 when differences between treatments vary alike. */
  readonly epsilon: number
  /** P of F on df1 and df2, which takes epsilon for 1. */
  readonly uncorrected: number
  /** Partial eta squared, the effect size, 0 to 1: squares between treatments over those and the error's. */
  readonly explained: number
}

/**
 * One-way analysis of variance with repeated measures of "the treatments have equal means", corrected for a lack of
 * sphericity after Greenhouse and Geisser.
 *
 * At 0.05 and four equal treatments it errs in 2.4 % of studies of five normal blocks and in 4.7 % of thirty, and in 7 % to
 * 9 % where scores are skewed and one treatment varies four times as much (simulated; the package's README has the table).
 *
 * Without error, that is when treatments differ by the same in every block (to within rounding), F is Infinity and p is
 * 0, or, without any difference, F is 0 and p is 1; epsilon is then 1.
 *
 * @param scores a row a block (seed or dataset), a column a treatment, any unit.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below two blocks.
 * @throws RangeError for incomplete blocks, a score that is not finite, or a level outside (0, 1).
 * @see Greenhouse & Geisser (1959), On methods in the analysis of profile data, Psychometrika 24(2); Box (1954), Annals
 * of Mathematical Statistics 25, for epsilon.
 */
export const repeatedMeasuresAnova = (
  scores: Blocks,
  options: { readonly level: number }
): RepeatedMeasuresAnova | Refusal => {
  const { level } = options
  requireBetween("level", level, 0, 1)
  const { n, k } = requireBlocks(scores)
  if (n < 2) return oneBlock
  const { effects, residuals } = decompose(scores, n, k)
  const [df1, df2] = [k - 1, (k - 1) * (n - 1)]
  const between = n * squares(effects)
  const error = squares(residuals.flat())
  const statistic = between === 0 ? 0 : between / df1 / (error / df2)
  const epsilon = greenhouseGeisser(residuals, k)
  return {
    name: "repeated-measures ANOVA",
    n,
    level,
    treatments: k,
    df1,
    df2,
    statistic,
    epsilon,
    pValue: fUpperTail(statistic, epsilon * df1, epsilon * df2),
    uncorrected: fUpperTail(statistic, df1, df2),
    explained: between === 0 ? 0 : between / (between + error),
    interval: explainedShareInterval(statistic, { df1, df2, scores: n * k }, level)
  }
}

const oneBlock: Refusal = {
  name: "repeated-measures ANOVA",
  n: 1,
  verdict: "refused",
  needed: 2,
  reason: "one block has no error to judge treatments by: run at least 2 blocks"
}

const squares = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value ** 2, 0)

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Effects of the treatments, and what neither block nor treatment explains; what is only rounding is 0. */
const decompose = (scores: Blocks, n: number, k: number) => {
  // F knows no unit: scores are brought to [-1, 1], so that no square leaves the range of a double.
  const scale = scores.flat().reduce((largest, score) => Math.max(largest, Math.abs(score)), 0) || 1
  const negligible = roundingTolerance([1])
  const within = scores.map((block) => {
    const scaled = block.map((score) => score / scale)
    const level = mean(scaled)
    return scaled.map((score) => score - level)
  })
  const effects = Array.from({ length: k }, (_, treatment) => within.reduce((sum, row) => sum + row[treatment]!, 0) / n)
  const residuals = within.map((row) => row.map((score, treatment) => score - effects[treatment]!))
  const isRounding = (values: ReadonlyArray<number>) => values.every((value) => Math.abs(value) <= negligible)
  return {
    effects: isRounding(effects) ? effects.map(() => 0) : effects,
    residuals: isRounding(residuals.flat()) ? residuals.map((row) => row.map(() => 0)) : residuals
  }
}

/** tr(S)² / ((k - 1) tr(S²)) of the double-centred covariance S, which is that of the residuals but for a factor. */
const greenhouseGeisser = (residuals: Blocks, k: number): number => {
  const product = (a: number, b: number) => residuals.reduce((sum, row) => sum + row[a]! * row[b]!, 0)
  const treatments = Array.from({ length: k }, (_, treatment) => treatment)
  const trace = treatments.reduce((sum, a) => sum + product(a, a), 0)
  if (trace === 0) return 1
  const traceOfSquare = squares(treatments.flatMap((a) => treatments.map((b) => product(a, b))))
  return Math.min(1, trace ** 2 / ((k - 1) * traceOfSquare))
}
