/**
 * Quantile of type 7: linear interpolation between order statistics, as R and NumPy by default.
 *
 * @param sorted at least one value, ascending
 * @param q from 0 to 1
 * @see Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7.
 */
export const quantile = (sorted: Float64Array, q: number): number => {
  const position = (sorted.length - 1) * q
  const below = Math.floor(position)
  const lower = sorted[below]!
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!
  return lower + (position - below) * (upper - lower)
}
