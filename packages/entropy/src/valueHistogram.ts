import type { Estimator, TermSum } from "./estimators.ts"
import type { Measure } from "./measure.ts"

/**
 * Counts 8-bit values into four histograms, one after the other: equal neighbours would wait for each other's count in
 * one.
 */
const countValues = (counts: Int32Array, images: Uint8Array, start: number, size: number): void => {
  const end = start + size
  let at = start
  for (; at + 4 <= end; at += 4) {
    counts[images[at]!]!++
    counts[256 + images[at + 1]!]!++
    counts[512 + images[at + 2]!]!++
    counts[768 + images[at + 3]!]!++
  }
  for (; at < end; at++) counts[images[at]!]!++
}

/** Prepares an estimate that is a sum, of the histogram of all values of an image: the fastest that there is. */
export const valueHistogramSum =
  (sum: (size: number) => TermSum): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    const { constant, terms } = sum(size)
    const counts = new Int32Array(4 * 256)
    return (images, start) => {
      countValues(counts, images, start, size)
      let entropy = 0
      for (let value = 0; value < 256; value++) {
        entropy += terms[counts[value]! + counts[256 + value]! + counts[512 + value]! + counts[768 + value]!]!
        counts[value] = 0
        counts[256 + value] = 0
        counts[512 + value] = 0
        counts[768 + value] = 0
      }
      return entropy + constant
    }
  }

/** Prepares the entropy, by any estimator, of the histogram of all values of an image. */
export const valueHistogram =
  (estimator: Estimator): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    const estimate = estimator(size)
    const counts = new Int32Array(4 * 256)
    const total = new Int32Array(256)
    return (images, start) => {
      countValues(counts, images, start, size)
      for (let value = 0; value < 256; value++) {
        total[value] = counts[value]! + counts[256 + value]! + counts[512 + value]! + counts[768 + value]!
      }
      counts.fill(0)
      return estimate(total)
    }
  }
