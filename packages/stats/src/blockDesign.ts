import { requireFinite } from "./requireValues.ts"

/** Scores of several treatments on the same blocks: a row a block (a seed or a dataset), a column a treatment (an arm). */
export type Blocks = ReadonlyArray<ReadonlyArray<number>>

/**
 * The numbers of blocks and of treatments.
 *
 * @throws RangeError unless every block holds the same number of finite scores, two at the least.
 */
export const requireBlocks = (scores: Blocks): { readonly n: number; readonly k: number } => {
  const k = scores[0]?.length ?? 0
  if (k < 2) throw new RangeError(`scores must hold at least one block of at least two treatments, but hold ${k}`)
  scores.forEach((block, row) => {
    if (block.length !== k) {
      throw new RangeError(`every block must hold ${k} scores, but scores[${row}] holds ${block.length}`)
    }
    requireFinite(`scores[${row}]`, block)
  })
  return { n: scores.length, k }
}
