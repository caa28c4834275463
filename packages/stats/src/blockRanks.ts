import { type Blocks, requireBlocks } from "./blockDesign.ts"
import { roundingTolerance } from "./roundingTolerance.ts"

/** Ranks within blocks, summed up. */
export interface BlockRanks {
  /** Number of blocks. */
  readonly n: number
  /** Number of treatments. */
  readonly k: number
  /** One a treatment, from 1 (best in every block) to k. */
  readonly averageRanks: ReadonlyArray<number>
  /** Kendall's coefficient of concordance, 0 to 1, ties allowed for; 0 when no block tells its treatments apart. */
  readonly concordance: number
}

/** Twice the midranks of a block, so that they are whole numbers: 2 for the largest score. */
const doubledRanks = (block: ReadonlyArray<number>): ReadonlyArray<number> => {
  const tolerance = roundingTolerance(block)
  const order = block.map((_, treatment) => treatment).toSorted((a, b) => block[b]! - block[a]!)
  const ranks = new Array<number>(block.length)
  for (let first = 0; first < order.length; ) {
    let last = first
    while (last + 1 < order.length && block[order[last]!]! - block[order[last + 1]!]! <= tolerance) last += 1
    const doubled = first + last + 2
    for (; first <= last; first += 1) ranks[order[first]!] = doubled
  }
  return ranks
}

/**
 * Ranks the treatments of each block, the largest score first; ties, to within rounding, share the mean of their ranks.
 *
 * Concordance is the share of the ranks' squares that lies between treatments, which is Kendall's W with its correction
 * for ties.
 *
 * @throws RangeError for blocks that are not complete.
 * @see Kendall & Babington Smith (1939), The problem of m rankings, Annals of Mathematical Statistics 10(3).
 */
export const blockRanks = (scores: Blocks): BlockRanks => {
  const { n, k } = requireBlocks(scores)
  // Twice the distance from the mean rank: whole numbers, so that agreement of all blocks is exactly 1.
  const centred = scores.map((block) => doubledRanks(block).map((rank) => rank - (k + 1)))
  const sums = Array.from({ length: k }, (_, treatment) => centred.reduce((sum, block) => sum + block[treatment]!, 0))
  const squares = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value ** 2, 0)
  const between = squares(sums)
  const total = n * centred.reduce((sum, block) => sum + squares(block), 0)
  return {
    n,
    k,
    averageRanks: sums.map((sum) => (sum / n + k + 1) / 2),
    concordance: total === 0 ? 0 : between / total
  }
}
