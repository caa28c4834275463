import { type Blocks, requireBlocks } from "./blockDesign.ts"
import { blockRanks } from "./blockRanks.ts"
import { criticalDifference, rangeUpperTail, rankStandardError, tooFewForRanks } from "./criticalDifference.ts"
import { requireBetween } from "./requireValues.ts"
import type { Refusal, TestResult } from "./testResult.ts"

/** Two treatments by their average ranks. `interval` bounds their difference, at a familywise 1 - alpha. */
export interface RankComparison extends TestResult {
  /** Columns of the two treatments. */
  readonly first: number
  readonly second: number
  /** Average rank of the first minus that of the second: below 0 the first is better. */
  readonly difference: number
}

/** All pairs of treatments by average ranks; the data of a critical-difference diagram. */
export interface Nemenyi {
  readonly name: "Nemenyi"
  /** Number of blocks. */
  readonly n: number
  /** One a treatment, 1 for the best. */
  readonly averageRanks: ReadonlyArray<number>
  readonly criticalDifference: number
  /** Every pair once, `statistic` the difference over √(k(k + 1)/(12n)), `pValue` already familywise. */
  readonly comparisons: ReadonlyArray<RankComparison>
}

/**
 * Nemenyi's test of every pair of treatments after Friedman's: differences of average ranks against the distribution
 * of the range of k normals. Ties make it cautious, as the standard error is the one without them.
 *
 * @param scores a row a block (seed or dataset), a column a treatment; more is better, any unit.
 * @param options `alpha`: familywise level, in (0, 1).
 * @returns a refusal where no difference of average ranks could be large enough.
 * @throws RangeError for incomplete blocks, a score that is not finite, or an alpha outside (0, 1).
 * @see Nemenyi (1963), Distribution-free multiple comparisons; Demšar (2006), JMLR 7, section 3.2.2.
 */
export const nemenyi = (scores: Blocks, options: { readonly alpha: number }): Nemenyi | Refusal => {
  const { alpha } = options
  requireBetween("alpha", alpha, 0, 1)
  const { n, k } = requireBlocks(scores)
  const design = { blocks: n, treatments: k, alpha, against: "each other" } as const
  const refusal = tooFewForRanks("Nemenyi", design)
  if (refusal !== undefined) return refusal
  const { averageRanks } = blockRanks(scores)
  const critical = criticalDifference(design)
  const compared = (first: number, second: number): RankComparison => {
    const difference = averageRanks[first]! - averageRanks[second]!
    const statistic = (Math.SQRT2 * difference) / rankStandardError(n, k)
    return {
      name: "Nemenyi",
      n,
      first,
      second,
      difference,
      statistic,
      pValue: rangeUpperTail(Math.abs(statistic), k),
      interval: { lower: difference - critical, upper: difference + critical }
    }
  }
  const comparisons = averageRanks.flatMap((_, first) =>
    Array.from({ length: k - 1 - first }, (_, step) => compared(first, first + 1 + step))
  )
  return { name: "Nemenyi", n, averageRanks, criticalDifference: critical, comparisons }
}
