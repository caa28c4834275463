/**
 * The terms of the plug-in entropy of `size` values, in nats, by how often a value occurs: (n / size) ln(size / n).
 *
 * None is negative, so nothing cancels in their sum: where all values are equal it is exactly 0. The plug-in estimate
 * is biased downwards, by (m - 1) / (2 size) to first order with m possible values (Miller, 1955): an image has few
 * values for many possible ones, so its entropy is never more than ln(size) and most of all low for small images.
 *
 * @returns float64 [size + 1]
 */
export const plugInTerms = (size: number): Float64Array =>
  Float64Array.from({ length: size + 1 }, (_, n) => (n === 0 ? 0 : (n / size) * Math.log(size / n)))
