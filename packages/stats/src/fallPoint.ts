import { requireFinite } from "./requireValues.ts"

/** Squared distances from the mean. */
const scatter = (values: ReadonlyArray<number>): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/**
 * How many values there are before a sequence falls to a lower level and stays there: the split into two levels with the
 * least squares, the second lower than the first. Undefined where two levels are not better than one by the Bayesian
 * information criterion, which charges the second level and the split as two more parameters.
 *
 * The split is Hinkley's (1970) for one change in a mean; that it has to be a fall, and the criterion, are ours. Throws
 * RangeError for fewer than 2 values or one that is not finite.
 */
export const fallPoint = (values: ReadonlyArray<number>): number | undefined => {
  requireFinite("values", values)
  if (values.length < 2) throw new RangeError(`a sequence of ${values.length} cannot fall; two values are the least`)
  const n = values.length
  let best: { readonly split: number; readonly within: number } | undefined
  for (let split = 1; split < n; split++) {
    const [before, after] = [values.slice(0, split), values.slice(split)]
    const falls = after.reduce((a, b) => a + b, 0) / after.length < before.reduce((a, b) => a + b, 0) / before.length
    const within = scatter(before) + scatter(after)
    if (falls && (best === undefined || within < best.within)) best = { split, within }
  }
  if (best === undefined) return undefined
  // Without scatter left the logarithm has no floor: two levels explain all.
  if (best.within === 0) return best.split
  return n * Math.log(best.within / scatter(values)) + 2 * Math.log(n) < 0 ? best.split : undefined
}
