/** Count, mean and standard deviation (n - 1). */
export interface Moments {
  readonly count: number
  readonly mean: number
  readonly sd: number
}

/**
 * The moments of each of `groups` groups of values, in two passes over all of them.
 *
 * 0 stands for the mean of an empty group and for the deviation of fewer than two values.
 *
 * @param groupOf group of the value at an index, from 0
 */
export const groupMoments = (
  values: Float64Array,
  groups: number,
  groupOf: (index: number) => number
): ReadonlyArray<Moments> => {
  const counts = new Int32Array(groups)
  const sums = new Float64Array(groups)
  const squares = new Float64Array(groups)
  values.forEach((value, index) => {
    counts[groupOf(index)]! += 1
    sums[groupOf(index)]! += value
  })
  const means = sums.map((sum, group) => (counts[group] === 0 ? 0 : sum / counts[group]!))
  values.forEach((value, index) => {
    squares[groupOf(index)]! += (value - means[groupOf(index)]!) ** 2
  })
  return Array.from(means, (mean, group) => ({
    count: counts[group]!,
    mean,
    sd: counts[group]! < 2 ? 0 : Math.sqrt(squares[group]! / (counts[group]! - 1))
  }))
}

/** The moments of all values together. */
export const moments = (values: Float64Array): Moments => groupMoments(values, 1, () => 0)[0]!
