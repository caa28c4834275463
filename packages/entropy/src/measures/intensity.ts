import type { Measure, OfImage, Shape } from "../measure.ts"

/** x ln x of every 8-bit value. */
const products = Float64Array.from({ length: 256 }, (_, value) => (value === 0 ? 0 : value * Math.log(value)))

/** Prepares ln S - (sum of x ln x) / S, with S the sum of the values x. */
const ofValues = ([height, width, channels]: Shape): OfImage => {
  const size = height * width * channels
  const histogram = new Int32Array(256)
  return (images, start) => {
    for (let at = start; at < start + size; at++) histogram[images[at]!]!++
    let sum = 0
    let weighted = 0
    for (let value = 1; value < 256; value++) {
      sum += histogram[value]! * value
      weighted += histogram[value]! * products[value]!
    }
    histogram.fill(0)
    // One pixel that is not black has a difference of two equal logarithms.
    return sum === 0 ? 0 : Math.max(0, Math.log(sum) - weighted / sum)
  }
}

/**
 * Entropy of an image whose values, divided by their sum, are themselves the probabilities.
 *
 * This is what `skimage.measure.shannon_entropy` was in scikit-image 0.13, which handed the values to
 * `scipy.stats.entropy`. A black image has 0 here, where that had no number.
 */
export const intensity: Measure = {
  title: "entropy of intensities",
  describes: "How evenly the light of an image is spread over its values; where equal values stand does not matter.",
  source: "scikit-image 0.13, shannon_entropy",
  unit: "nats",
  channels: "together",
  ceiling: ([height, width, channels]) => Math.log(height * width * channels),
  of: ofValues
}
