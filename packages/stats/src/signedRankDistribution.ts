/**
 * Exact null distribution of the sum of the ranks with a positive sign, each sign + or - with probability 1/2.
 *
 * One rank after another is folded in: mass(s) becomes the mean of mass(s) and mass(s - rank). Probabilities rather
 * than counts, so that 2^n never overflows. Costs n times `limit` additions.
 *
 * @param ranks positive whole numbers, repeats allowed.
 * @param limit largest sum wanted.
 * @returns P(sum = s) at index s, for s from 0 to `limit`.
 */
export const signedRankMass = (ranks: ReadonlyArray<number>, limit: number): Float64Array => {
  const mass = new Float64Array(limit + 1)
  mass[0] = 1
  for (const rank of ranks) {
    for (let sum = limit; sum >= 0; sum -= 1) mass[sum] = (mass[sum]! + (sum < rank ? 0 : mass[sum - rank]!)) / 2
  }
  return mass
}

/** P(sum <= value) under the same null distribution. */
export const signedRankLowerTail = (ranks: ReadonlyArray<number>, value: number): number =>
  Math.min(
    1,
    signedRankMass(ranks, value).reduce((tail, mass) => tail + mass, 0)
  )
