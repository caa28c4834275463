import type { Measure, OfImage, Shape } from "../measure.ts"
import { symbolHistogram } from "../symbolHistogram.ts"

/** Twice a coefficient is a whole number from -510 to 510. */
const coefficients = 1021

const ofBands = ([height, width]: Shape): OfImage => {
  const [rows, columns] = [height >> 1, width >> 1]
  const size = rows * columns
  if (size === 0) return () => 0
  const [across, down, diagonal] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const entropy = symbolHistogram(coefficients, size)
  return (images, start) => {
    let index = 0
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = start + 2 * y * width + 2 * x
        const [a, b, c, d] = [images[at]!, images[at + 1]!, images[at + width]!, images[at + width + 1]!]
        across[index] = a - b + c - d + 510
        down[index] = a + b - c - d + 510
        diagonal[index++] = a - b - c + d + 510
      }
    }
    return (entropy(across) + entropy(down) + entropy(diagonal)) / 3
  }
}

/**
 * Mean entropy of the three detail bands of one level of the two-dimensional Haar transform; of each channel alone,
 * averaged. Coefficients are taken as they are, without quantisation; an odd last row or column is left out.
 *
 * Source: ours; the transform is that of Haar (1910).
 */
export const haar: Measure = {
  title: "Haar detail entropy",
  describes: "How evenly an image uses its fine differences across, down and along the diagonals.",
  source: "ours",
  unit: "nats",
  channels: "averaged",
  ceiling: ([height, width]) => Math.log(Math.max(1, Math.min(coefficients, (height >> 1) * (width >> 1)))),
  of: ofBands
}
