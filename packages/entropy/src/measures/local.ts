import type { Measure, OfImage, Shape } from "../measure.ts"

/** Of the disk around a pixel; 81 pixels lie within. */
const radius = 5

/** Half the width of the disk, row by row. */
const reach = Array.from({ length: 2 * radius + 1 }, (_, row) =>
  Math.floor(Math.sqrt(radius ** 2 - (row - radius) ** 2))
)
const diskSize = reach.reduce((sum, half) => sum + 2 * half + 1, 0)

/** Multiples of this below 2^9 add up without rounding, so that a sum does not depend on the way to it. */
const step = 2 ** -43

/** n ln n of every number of pixels in a disk, in whole steps: at most 356. */
const products = Float64Array.from({ length: diskSize + 1 }, (_, n) =>
  n === 0 ? 0 : step * Math.round((n * Math.log(n)) / step)
)

/**
 * Prepares the mean over the pixels of (P ln P - sum of n ln n) / P, with P the pixels of the disk that lie in the image,
 * and n how often each value occurs among them. A disk that moves on by a pixel changes at its rims alone.
 */
const ofPixels = ([height, width]: Shape): OfImage => {
  const counts = new Int32Array(256)
  return (images, start) => {
    let total = 0
    for (let y = 0; y < height; y++) {
      counts.fill(0)
      let pixels = 0
      let sum = 0
      const top = Math.max(0, y - radius)
      const bottom = Math.min(height - 1, y + radius)
      // Before the first disk lies one around the pixel left of the image: its columns from -radius - 1 on.
      for (let x = -1 - radius; x < width; x++) {
        for (let row = top; row <= bottom; row++) {
          const half = reach[row - y + radius]!
          const left = x - 1 - half
          const right = x + half
          const line = start + row * width
          if (left >= 0) {
            const n = --counts[images[line + left]!]!
            sum -= products[n + 1]! - products[n]!
            pixels--
          }
          if (right >= 0 && right < width) {
            const n = ++counts[images[line + right]!]!
            sum += products[n]! - products[n - 1]!
            pixels++
          }
        }
        if (x >= 0) total += (products[pixels]! - sum) / pixels
      }
    }
    return total / (height * width)
  }
}

/**
 * Mean over the pixels of the Shannon entropy of the disk of radius 5 around each; at the rim of the image, of what lies
 * in it. Of each channel alone, averaged.
 *
 * As `skimage.filters.rank.entropy(image, disk(5))`, in nats.
 */
export const local: Measure = {
  title: "local entropy",
  describes: "How evenly the neighbourhood of a pixel uses its values, averaged over the pixels.",
  source: "scikit-image, filters.rank.entropy with disk(5)",
  unit: "nats",
  channels: "averaged",
  ceiling: ([height, width]) => Math.log(Math.min(diskSize, height * width)),
  of: ofPixels
}
