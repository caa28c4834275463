/**
 * Quantile of type 7 (Hyndman and Fan 1996): linear interpolation between order statistics, as R and NumPy by default.
 *
 * @param sorted at least one value, ascending
 * @param q from 0 to 1
 */
export const quantile = (sorted: Float64Array, q: number): number => {
  const position = (sorted.length - 1) * q
  const below = Math.floor(position)
  const lower = sorted[below]!
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!
  return lower + (position - below) * (upper - lower)
}
