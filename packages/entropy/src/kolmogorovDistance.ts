/**
 * The largest distance between the empirical distribution functions of two samples: the statistic of the two-sample
 * Kolmogorov-Smirnov test, from 0 (alike) to 1 (apart).
 *
 * @param a ascending, at least one value; `b` likewise
 */
export const kolmogorovDistance = (a: Float64Array, b: Float64Array): number => {
  let [i, j, distance] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!)
    while (a[i] === value) i++
    while (b[j] === value) j++
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length))
  }
  return distance
}

/**
 * The distance that two samples of one distribution exceed once in twenty times, for large samples: the root of
 * -ln(0.05 / 2) / 2 (Smirnov, 1948), scaled by the sizes.
 */
export const kolmogorovCritical = (a: number, b: number): number =>
  Math.sqrt(-Math.log(0.05 / 2) / 2) * Math.sqrt((a + b) / (a * b))
