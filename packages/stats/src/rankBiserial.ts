import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import { minimumPairs } from "./minimumPairs.ts"
import { tooFewForSigns } from "./refusals.ts"
import { requireBetween, requireFinite } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { signedRanks } from "./signedRanks.ts"
import type { Estimate, Refusal } from "./testResult.ts"

/** (W+ - W-) / (W+ + W-), in [-1, 1]; 0 when every difference is 0. */
export interface RankBiserial extends Estimate {
  readonly name: "rank-biserial correlation"
}

/**
 * Matched-pairs rank-biserial correlation: the share of the ranks that speaks for the variant less the share that
 * speaks against it. Zeros are dropped, ties take midranks, as in `wilcoxonSignedRank`.
 *
 * The interval is ours: Wilson's, with the exact null variance of the estimate, s² = Σ rank² / (Σ rank)², which shrinks
 * with ρ as that of a proportion does. It holds every ρ with |r - ρ| <= z s √(1 - ρ²), stays within [-1, 1] and keeps a
 * width where all signs agree. With nothing but zeros it is the whole of [-1, 1]. Simulated at level
 * 0.95 for a shift of half a standard deviation it holds the true value in 95 to 97 % of samples of 10 and 30, normal,
 * skewed or heavy-tailed.
 *
 * @param differences one a pair, variant minus baseline, any unit.
 * @param options `level`: coverage of the interval, in (0, 1).
 * @returns a refusal below `minimumPairs(1 - level)` pairs (six at 0.95).
 * @throws RangeError for a difference that is not finite or a level outside (0, 1).
 * @see Kerby (2014), The simple difference formula, Comprehensive Psychology 3; Wilson (1927), Probable inference,
 * JASA 22.
 */
export const rankBiserial = (
  differences: ReadonlyArray<number>,
  options: { readonly level: number }
): RankBiserial | Refusal => {
  const { level } = options
  const name = "rank-biserial correlation"
  requireFinite("differences", differences)
  requireBetween("level", level, 0, 1)
  const n = differences.length
  const needed = minimumPairs(1 - level)
  if (n < needed) return tooFewForSigns(name, n, needed, level)
  const { doubledRanks, doubledPositive } = signedRanks(differences, roundingTolerance(differences))
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0)
  if (total === 0) return { name, n, level, estimate: 0, interval: { lower: -1, upper: 1 } }
  const estimate = (2 * doubledPositive - total) / total
  const squares = doubledRanks.reduce((sum, rank) => sum + rank ** 2, 0)
  const spread = normalQuantile((1 + level) / 2, 0, 1) ** 2 * (squares / total ** 2)
  const half = Math.sqrt(spread * (1 - estimate ** 2 + spread))
  return {
    name,
    n,
    level,
    estimate,
    interval: {
      lower: Math.max(-1, (estimate - half) / (1 + spread)),
      upper: Math.min(1, (estimate + half) / (1 + spread))
    }
  }
}
