import { roundingTolerance } from "./roundingTolerance.ts"
import { summary } from "./summary.ts"

/** The parts of Student's one-sample t, in the units of the values. */
export interface Studentized {
  readonly mean: number
  readonly sd: number
  readonly standardError: number
  readonly statistic: number
}

/**
 * t of the mean of two or more values against `reference`.
 *
 * Values equal to within rounding have sd 0; then t is ±Infinity when the mean differs from the reference (what SciPy
 * returns) and 0 when it does not (where SciPy returns NaN): no difference is no evidence.
 */
export const studentize = (values: ReadonlyArray<number>, reference: number): Studentized => {
  const { mean, sd: spread, min, max } = summary(values)
  const tolerance = roundingTolerance([min, max, reference])
  const sd = max - min <= tolerance ? 0 : spread!
  const standardError = sd / Math.sqrt(values.length)
  const shift = mean - reference
  if (standardError > 0) return { mean, sd, standardError, statistic: shift / standardError }
  return { mean, sd, standardError, statistic: Math.abs(shift) <= tolerance ? 0 : Math.sign(shift) * Infinity }
}
