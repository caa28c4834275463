import type { Measure, OfImage, Shape } from "../measure.ts"

/** Prepares mean over standard deviation, from sums of whole numbers. */
const ofValues = ([height, width, channels]: Shape): OfImage => {
  const size = height * width * channels
  return (images, start) => {
    let sum = 0
    let squares = 0
    for (let at = start; at < start + size; at++) {
      const value = images[at]!
      sum += value
      squares += value * value
    }
    const deviation = size * squares - sum * sum
    return deviation === 0 ? 0 : sum / Math.sqrt(deviation)
  }
}

/**
 * Mean of all values over their standard deviation (of the population), and 0 where all are equal: what
 * `scipy.stats.signaltonoise` was until SciPy 0.19. A ratio, and no entropy.
 */
export const signalToNoise: Measure = {
  title: "signal-to-noise ratio",
  describes: "The mean of the values of an image over their standard deviation.",
  source: "SciPy before 1.0, stats.signaltonoise",
  unit: "ratio",
  channels: "together",
  ceiling: () => Number.POSITIVE_INFINITY,
  of: ofValues
}
