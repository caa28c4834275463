import type { Measure, OfImage, Shape } from "../measure.ts"
import { symbolHistogram } from "../symbolHistogram.ts"

/** Of a block: the mean of its 2x2 pixels in 16 equal steps. */
const levels = 16

/** Prepares the conditional entropy of a block given the one `step` blocks before it, of `rows` x `columns` pairs. */
const given = (rows: number, columns: number, across: number, step: number) => {
  const size = Math.max(0, rows) * Math.max(0, columns)
  const [first, pair] = [new Int32Array(size), new Int32Array(size)]
  const ofFirst = symbolHistogram(levels, size)
  const ofPair = symbolHistogram(levels * levels, size)
  return {
    size,
    of: (blocks: Uint8Array): number => {
      let index = 0
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const at = y * across + x
          first[index] = blocks[at]!
          pair[index++] = blocks[at]! * levels + blocks[at + step]!
        }
      }
      return Math.max(0, ofPair(pair) - ofFirst(first))
    }
  }
}

const ofBlocks = ([height, width]: Shape): OfImage => {
  const [rows, columns] = [height >> 1, width >> 1]
  const blocks = new Uint8Array(rows * columns)
  const some = [given(rows, columns - 1, columns, 1), given(rows - 1, columns, columns, columns)].filter(
    ({ size }) => size > 0
  )
  return (images, start) => {
    let index = 0
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = start + 2 * y * width + 2 * x
        // The sum of four values is at most 1020: 64 of its steps are one of the mean's 16.
        blocks[index++] = (images[at]! + images[at + 1]! + images[at + width]! + images[at + width + 1]!) >> 6
      }
    }
    let sum = 0
    for (const direction of some) sum += direction.of(blocks)
    return some.length === 0 ? 0 : sum / some.length
  }
}

/**
 * Entropy of a block of 2x2 pixels given the block before it, H(pair) - H(first), averaged over the pairs side by side and
 * the pairs one above the other; of each channel alone, averaged. A block is its mean in 16 equal steps; an odd last row
 * or column is left out, and an image with one block has 0. Source: ours.
 */
export const blockPair: Measure = {
  title: "block-pair conditional entropy",
  describes: "How much a block of an image still surprises when the one beside or above it is known.",
  source: "ours",
  unit: "nats",
  channels: "averaged",
  ceiling: () => Math.log(levels),
  of: ofBlocks
}
