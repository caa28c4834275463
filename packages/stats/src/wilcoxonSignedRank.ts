import { smallestPValue } from "./minimumPairs.ts"
import { sortedQuantile } from "./quantile.ts"
import { requireBetween, requireSample } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { signedRankLowerTail } from "./signedRankDistribution.ts"
import { signedRanks, type ZeroHandling } from "./signedRanks.ts"
import type { TestResult } from "./testResult.ts"
import { walshAverages, walshInterval } from "./walshAverages.ts"

/** `statistic` is W+; `interval` is the distribution-free interval for the centre of the differences, at `level`. */
export interface WilcoxonSignedRank extends TestResult {
  readonly name: "Wilcoxon signed-rank"
  readonly level: number
  /** What became of the zeros. */
  readonly zeros: ZeroHandling
  /** Differences that are not 0. */
  readonly nonZero: number
  /** The smallest p that any outcome of `nonZero` differences could give. */
  readonly smallestPValue: number
  /** Hodges-Lehmann estimate of the centre of the differences, in their units. */
  readonly estimate: number
  /** Matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), in [-1, 1]; 0 when every difference is 0. */
  readonly effectSize: number
}

/**
 * Exact two-sided Wilcoxon signed-rank test of "the differences are symmetric about 0": p is twice the smaller tail of
 * the full null distribution given the ranks, at most 1. It is exact with ties too.
 *
 * Zeros are left out of the sum of ranks by Wilcoxon's or Pratt's convention, not out of the estimate and the
 * interval, and ties take midranks; both are judged to 1e-9 of the largest difference (see `roundingTolerance`). The
 * interval is open, (-Infinity, Infinity), when there are too few differences for its level. Nothing is approximated,
 * whatever n: the time is of order n³.
 *
 * @param differences one a pair, variant minus baseline, any unit.
 * @param options `level`: coverage of the interval, in (0, 1); `zeros`: "wilcox" unless given.
 * @throws RangeError for no differences, one that is not finite, or a level outside (0, 1).
 * @see Wilcoxon (1945), Biometrics Bulletin 1(6); Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed rank
 * procedures, JASA 54; Kerby (2014), The simple difference formula, Comprehensive Psychology 3, for the effect size.
 */
export const wilcoxonSignedRank = (
  differences: ReadonlyArray<number>,
  options: { readonly level: number; readonly zeros?: ZeroHandling }
): WilcoxonSignedRank => {
  const { level, zeros = "wilcox" } = options
  requireSample("differences", differences)
  requireBetween("level", level, 0, 1)
  const n = differences.length
  const { doubledRanks, doubledPositive } = signedRanks(differences, roundingTolerance(differences), zeros)
  const nonZero = doubledRanks.length
  const doubledTotal = doubledRanks.reduce((sum, rank) => sum + rank, 0)
  const averages = walshAverages(differences)
  return {
    name: "Wilcoxon signed-rank",
    n,
    level,
    zeros,
    nonZero,
    smallestPValue: smallestPValue(nonZero),
    statistic: doubledPositive / 2,
    pValue: Math.min(
      1,
      2 * signedRankLowerTail(doubledRanks, Math.min(doubledPositive, doubledTotal - doubledPositive))
    ),
    estimate: sortedQuantile(averages, 0.5),
    effectSize: nonZero === 0 ? 0 : (2 * doubledPositive - doubledTotal) / doubledTotal,
    interval: walshInterval(averages, n, level)
  }
}
