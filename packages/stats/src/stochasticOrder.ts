/**
 * The violation ratio of "a is stochastically larger than b": the share of the squared Wasserstein distance between the
 * two samples that lies where b's quantiles are the larger. 0 where a is never the worse, 1 where b is, and 1/2 for
 * equal samples.
 *
 * Quantile functions of samples are steps, so the integral is a sum, without a grid.
 *
 * @param a one sample, ascending.
 * @param b the other, ascending; it may have another size.
 * @see Dror, Shlomov & Reichart (2019), Deep dominance, ACL, equations 4 and 5; del Barrio, Cuesta-Albertos & Matrán
 * (2018), arXiv:1705.01788.
 */
export const violationRatio = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  const scale = Math.max(Math.abs(a[0]!), Math.abs(a.at(-1)!), Math.abs(b[0]!), Math.abs(b.at(-1)!)) || 1
  let distance = 0
  let violation = 0
  let at = 0
  // Widths are counted in 1/(a.length * b.length), so that they are whole numbers.
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [endOfA, endOfB] = [(i + 1) * b.length, (j + 1) * a.length]
    const end = Math.min(endOfA, endOfB)
    const difference = a[i]! / scale - b[j]! / scale
    const square = difference ** 2 * (end - at)
    distance += square
    if (difference < 0) violation += square
    at = end
    if (endOfA === end) i += 1
    if (endOfB === end) j += 1
  }
  return distance === 0 ? 0.5 : violation / distance
}
