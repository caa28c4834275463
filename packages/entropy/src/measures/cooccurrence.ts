import type { Measure, OfImage, Shape } from "../measure.ts"
import { symbolHistogram } from "../symbolHistogram.ts"

/** One pixel to the right, down to the right, down, and down to the left: [rows, columns]. */
const directions = [[0, 1], [1, 1], [1, 0], [1, -1]] as const // biome-ignore format: pairs belong together

/** Prepares the entropy of the pairs of values in one direction; each pair counts in both orders. */
const inDirection = (height: number, width: number, down: number, right: number, counts: Int32Array) => {
  const pairs = (height - down) * (width - Math.abs(right))
  const symbols = new Int32Array(2 * pairs)
  const entropy = symbolHistogram(counts.length, 2 * pairs, counts)
  const step = down * width + right
  return {
    pairs,
    of: (images: Uint8Array, start: number): number => {
      let at = 0
      for (let y = 0; y < height - down; y++) {
        const line = start + y * width
        for (let x = Math.max(0, -right); x < width - Math.max(0, right); x++) {
          const value = images[line + x]!
          const neighbour = images[line + x + step]!
          symbols[at++] = (value << 8) | neighbour
          symbols[at++] = (neighbour << 8) | value
        }
      }
      return entropy(symbols)
    }
  }
}

const ofPairs = ([height, width]: Shape): OfImage => {
  // One table for all directions: it is as large as the fast memory of a processor.
  const counts = new Int32Array(256 * 256)
  const some = directions
    .map(([down, right]) => inDirection(height, width, down, right, counts))
    .filter(({ pairs }) => pairs > 0)
  return (images, start) => {
    let sum = 0
    for (const direction of some) sum += direction.of(images, start)
    return some.length === 0 ? 0 : sum / some.length
  }
}

/**
 * Entropy of the symmetric grey-level co-occurrence matrix at distance 1, averaged over the four directions; of each
 * channel alone, averaged. 256 levels, as they are. A direction in which an image has no pair is left out.
 *
 * Source: Haralick, Shanmugam and Dinstein (1973), feature 9.
 */
export const cooccurrence: Measure = {
  title: "co-occurrence entropy",
  describes: "How evenly neighbouring pixels use the pairs of their values.",
  source: "Haralick, Shanmugam and Dinstein (1973), feature 9",
  unit: "nats",
  channels: "averaged",
  ceiling: ([height, width]) => Math.log(Math.min(256 * 256, 2 * height * width)),
  of: ofPairs
}
