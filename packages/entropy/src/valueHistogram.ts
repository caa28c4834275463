import type { Estimator } from "./estimators.ts"
import type { Measure } from "./measure.ts"

/** Prepares the entropy, by an estimator, of the histogram of all values of an image. */
export const valueHistogram =
  (estimator: Estimator): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    const estimate = estimator(size)
    // Equal neighbours would wait for each other's count: four histograms take turns.
    const histograms = Array.from({ length: 4 }, () => new Int32Array(256))
    const [a, b, c, d] = histograms as [Int32Array, Int32Array, Int32Array, Int32Array]
    return (images, start) => {
      const end = start + size
      let at = start
      for (; at + 4 <= end; at += 4) {
        a[images[at]!]!++
        b[images[at + 1]!]!++
        c[images[at + 2]!]!++
        d[images[at + 3]!]!++
      }
      for (; at < end; at++) a[images[at]!]!++
      for (let value = 0; value < 256; value++) a[value]! += b[value]! + c[value]! + d[value]!
      const entropy = estimate(a)
      for (const histogram of histograms) histogram.fill(0)
      return entropy
    }
  }
