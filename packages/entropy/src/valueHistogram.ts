import type { Estimator } from "./estimators.ts"
import type { Measure } from "./measure.ts"

/** Prepares the entropy, by an estimator, of the histogram of all values of an image. */
export const valueHistogram =
  (estimator: Estimator): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    const estimate = estimator(size)
    // Equal neighbours would wait for each other's count: four histograms, one after the other, take turns.
    const counts = new Int32Array(4 * 256)
    const total = counts.subarray(0, 256)
    return (images, start) => {
      const end = start + size
      let at = start
      for (; at + 4 <= end; at += 4) {
        counts[images[at]!]!++
        counts[256 + images[at + 1]!]!++
        counts[512 + images[at + 2]!]!++
        counts[768 + images[at + 3]!]!++
      }
      for (; at < end; at++) counts[images[at]!]!++
      for (let value = 0; value < 256; value++) {
        counts[value]! += counts[256 + value]! + counts[512 + value]! + counts[768 + value]!
        counts[256 + value] = 0
        counts[512 + value] = 0
        counts[768 + value] = 0
      }
      const entropy = estimate(total)
      total.fill(0)
      return entropy
    }
  }
