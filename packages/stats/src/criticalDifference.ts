import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import rangeCdf from "@stdlib/stats-base-dists-studentized-range-cdf"
import { requireBetween } from "./requireValues.ts"
import { solveIncreasing } from "./solveIncreasing.ts"
import type { Refusal } from "./testResult.ts"

/** What the critical difference of average ranks depends on. */
export interface RankDesign {
  /** Number of blocks, a whole number from 1. */
  readonly blocks: number
  /** Number of treatments, the control among them, a whole number from 2. */
  readonly treatments: number
  /** Familywise level, in (0, 1). */
  readonly alpha: number
  /** The control with each other treatment (Bonferroni and Dunn), or all pairs (Nemenyi). */
  readonly against: "control" | "each other"
}

/** Standard error of the difference of two average ranks when treatments do equally well and there are no ties. */
export const rankStandardError = (blocks: number, treatments: number): number =>
  Math.sqrt((treatments * (treatments + 1)) / (6 * blocks))

/** P(range of k standard normals > q). */
export const rangeUpperTail = (q: number, k: number): number => Math.min(1, 1 - rangeCdf(q, k, Infinity))

/** How many standard errors two average ranks have to be apart. */
const criticalErrors = ({ alpha, against, treatments }: RankDesign): number =>
  against === "control"
    ? -normalQuantile(alpha / (2 * (treatments - 1)), 0, 1)
    : // stdlib's own quantile stops at 1e-4 of the place.
      solveIncreasing((q) => alpha - rangeUpperTail(q, treatments), 0, 100) / Math.SQRT2

/**
 * By how much two average ranks have to differ to be called different at the familywise level `alpha`: z or q/√2 times
 * √(k(k + 1)/(6n)).
 *
 * @throws RangeError for blocks or treatments that are no whole numbers in their domain, or an alpha outside (0, 1).
 * @see Demšar (2006), Statistical comparisons of classifiers over multiple data sets, JMLR 7, section 3.2.2, table 5.
 */
export const criticalDifference = (design: RankDesign): number => {
  const { alpha, blocks, treatments } = design
  requireBetween("alpha", alpha, 0, 1)
  if (!(Number.isSafeInteger(blocks) && blocks >= 1 && Number.isSafeInteger(treatments) && treatments >= 2)) {
    throw new RangeError(
      `blocks and treatments must be whole numbers from 1 and 2, but are ${blocks} and ${treatments}`
    )
  }
  return criticalErrors(design) * rankStandardError(blocks, treatments)
}

/**
 * The refusal of a comparison by average ranks whose critical difference is above k - 1, the largest difference that
 * there can be; undefined where there are blocks enough.
 */
export const tooFewForRanks = (name: string, design: RankDesign): Refusal | undefined => {
  const { alpha, blocks: n, treatments: k } = design
  // A double's rounding must not refuse a difference that is just attainable.
  const needed = Math.ceil((criticalErrors(design) ** 2 * k * (k + 1)) / (6 * (k - 1) ** 2) - 1e-9)
  if (n >= needed) return undefined
  return {
    name,
    n,
    verdict: "refused",
    needed,
    reason:
      `with ${n} ${n === 1 ? "block" : "blocks"} average ranks of ${k} treatments would have to differ by more than ` +
      `${k - 1}, which they cannot, to be different at ${alpha}: run at least ${needed} blocks`
  }
}
