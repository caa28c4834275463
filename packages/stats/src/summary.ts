import { ascending, sortedQuantile } from "./quantile.ts"
import { requireSample } from "./requireValues.ts"

/** Location and spread of a sample, in the units of its values. */
export interface Summary {
  readonly n: number
  readonly mean: number
  /** Standard deviation with divisor n - 1; undefined for a single value. */
  readonly sd: number | undefined
  readonly min: number
  readonly max: number
  /** Type 7 quantile at 1/2: the mean of the two middle values when n is even. */
  readonly median: number
}

/**
 * Describes a sample. The spread of equal values is exactly 0.
 *
 * @throws RangeError for an empty sample or a value that is not finite.
 */
export const summary = (values: ReadonlyArray<number>): Summary => {
  requireSample("values", values)
  const sorted = ascending(values)
  const min = sorted[0]!
  const max = sorted[sorted.length - 1]!
  const { mean, sd } = min === max ? { mean: min, sd: 0 } : moments(values, Math.max(-min, max))
  return {
    n: values.length,
    mean,
    sd: values.length > 1 ? sd : undefined,
    min,
    max,
    median: sortedQuantile(sorted, 0.5)
  }
}

// Two passes over values brought to [-1, 1], so that neither a sum nor a square leaves the range of a double. The
// second pass also mends the rounding error of the first mean.
const moments = (values: ReadonlyArray<number>, scale: number) => {
  const n = values.length
  const first = values.reduce((sum, value) => sum + value / scale, 0) / n
  let residuals = 0
  let squares = 0
  for (const value of values) {
    const residual = value / scale - first
    residuals += residual
    squares += residual * residual
  }
  return { mean: (first + residuals / n) * scale, sd: Math.sqrt(squares / (n - 1)) * scale }
}
