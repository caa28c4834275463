import { ascending } from "./quantile.ts"
import { signedRankMass } from "./signedRankDistribution.ts"
import type { Interval } from "./testResult.ts"

/**
 * The n(n + 1)/2 means of two values, each value with itself included, ascending. Their median is the Hodges-Lehmann
 * estimate of the centre of symmetry.
 *
 * @see Hodges & Lehmann (1963), Estimates of location based on rank tests, Annals of Mathematical Statistics 34(2).
 */
export const walshAverages = (values: ReadonlyArray<number>): Array<number> =>
  ascending(values.flatMap((a, i) => values.slice(i).map((b) => a / 2 + b / 2)))

/**
 * Distribution-free interval for the centre of symmetry: from the k-th smallest to the k-th largest Walsh average, k
 * the largest whole number with P(W+ < k) <= (1 - level)/2 for n untied ranks. Coverage is at least `level`, with ties
 * too. Both sides are open when n is too small for the level.
 *
 * @see Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, 3rd ed., section 3.3.
 */
export const walshInterval = (averages: ReadonlyArray<number>, n: number, level: number): Interval => {
  const ranks = Array.from({ length: n }, (_, index) => index + 1)
  const mass = signedRankMass(ranks, Math.floor(averages.length / 2))
  let k = 0
  for (let tail = mass[0]!; tail <= (1 - level) / 2; tail += mass[k]!) k += 1
  if (k === 0) return { lower: -Infinity, upper: Infinity }
  return { lower: averages[k - 1]!, upper: averages[averages.length - k]! }
}
