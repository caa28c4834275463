import { adjustPValues } from "./adjustPValues.ts"
import { type Blocks, requireBlocks } from "./blockDesign.ts"
import { blockRanks } from "./blockRanks.ts"
import { criticalDifference, rankStandardError, tooFewForRanks } from "./criticalDifference.ts"
import { requireBetween } from "./requireValues.ts"
import type { Refusal, TestResult } from "./testResult.ts"
import { normalTwoSided } from "./upperTails.ts"

/** A treatment against the control. `statistic` is z; `interval` bounds `difference`, at a familywise 1 - alpha. */
export interface ControlComparison extends TestResult {
  readonly name: "comparison with a control"
  /** Column of the treatment. */
  readonly treatment: number
  /** Average rank of the treatment minus that of the control: below 0 the treatment is better. */
  readonly difference: number
  /** Two-sided p by itself; `pValue` is adjusted for the number of comparisons. */
  readonly unadjusted: number
  /** The difference is not above the critical one: in a diagram the treatment lies within the control's bar. */
  readonly withinCriticalDifference: boolean
}

/** Every treatment against the control by average ranks; the data of a critical-difference diagram. */
export interface ControlComparisons {
  readonly name: "comparison with a control"
  /** Number of blocks. */
  readonly n: number
  /** Column of the control. */
  readonly control: number
  /** One a treatment, 1 for the best. */
  readonly averageRanks: ReadonlyArray<number>
  /** Bonferroni and Dunn's, whatever the procedure: steps have no single critical difference. */
  readonly criticalDifference: number
  /** One a treatment other than the control, in the order of the columns. */
  readonly comparisons: ReadonlyArray<ControlComparison>
}

/**
 * Compares every treatment with a control after Friedman's test: z is the difference of average ranks over
 * √(k(k + 1)/(6n)), its p adjusted for the k - 1 comparisons. Ties make it cautious, as the standard error is the one
 * without them.
 *
 * @param scores a row a block (seed or dataset), a column a treatment; more is better, any unit.
 * @param options `control`: column of the control; `procedure`: how p values are adjusted, `bonferroni` being Bonferroni
 * and Dunn's test; `alpha`: familywise level, in (0, 1).
 * @returns a refusal where no difference of average ranks could be large enough.
 * @throws RangeError for incomplete blocks, a score that is not finite, a control that is no column, or an alpha
 * outside (0, 1).
 * @see Demšar (2006), Statistical comparisons of classifiers over multiple data sets, JMLR 7, section 3.2.2.
 */
export const compareWithControl = (
  scores: Blocks,
  options: {
    readonly control: number
    readonly procedure: "bonferroni" | "holm" | "hochberg"
    readonly alpha: number
  }
): ControlComparisons | Refusal => {
  const { alpha, control, procedure } = options
  requireBetween("alpha", alpha, 0, 1)
  const { n, k } = requireBlocks(scores)
  if (!(Number.isInteger(control) && control >= 0 && control < k)) {
    throw new RangeError(`control must be a column from 0 to ${k - 1}, but is ${control}`)
  }
  const name = "comparison with a control"
  const design = { blocks: n, treatments: k, alpha, against: "control" } as const
  const refusal = tooFewForRanks(name, design)
  if (refusal !== undefined) return refusal
  const { averageRanks } = blockRanks(scores)
  const critical = criticalDifference(design)
  const compared = averageRanks.flatMap((rank, treatment) => {
    if (treatment === control) return []
    const difference = rank - averageRanks[control]!
    const statistic = difference / rankStandardError(n, k)
    return [{ treatment, difference, statistic, unadjusted: normalTwoSided(statistic) }]
  })
  const adjusted = adjustPValues(
    compared.map(({ unadjusted }) => unadjusted),
    procedure
  )
  const comparisons = compared.map((comparison, index): ControlComparison => {
    const { difference } = comparison
    return {
      name,
      n,
      ...comparison,
      pValue: adjusted[index]!,
      interval: { lower: difference - critical, upper: difference + critical },
      withinCriticalDifference: Math.abs(difference) <= critical
    }
  })
  return { name, n, control, averageRanks, criticalDifference: critical, comparisons }
}
