import { requireSample } from "./requireValues.ts"

/**
 * Sample quantile, linear between order statistics at position (n - 1)p: type 7, the default of R and NumPy.
 *
 * @throws RangeError for an empty sample, a value that is not finite, or p outside [0, 1].
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), definition 7.
 */
export const quantile = (values: ReadonlyArray<number>, p: number): number => {
  requireSample("values", values)
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1], but is ${p}`)
  return sortedQuantile(ascending(values), p)
}

/** A sorted copy, smallest first. */
export const ascending = (values: ReadonlyArray<number>): Array<number> => values.toSorted((a, b) => a - b)

/** `quantile` of values already in ascending order. */
export const sortedQuantile = (sorted: ReadonlyArray<number>, p: number): number => {
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const weight = position - below
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low * (1 - weight) + high * weight
}
