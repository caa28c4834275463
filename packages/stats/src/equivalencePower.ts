import gammaln from "@stdlib/math-base-special-gammaln"
import normalCdf from "@stdlib/stats-base-dists-normal-cdf"
import { gaussLegendre } from "./gaussLegendre.ts"

/**
 * Probability that two one-sided t tests both reject, when the true difference lies `below` standard errors above the
 * lower margin and `above` standard errors under the upper one: the integral, over the sample's sd as a multiple u of
 * the true one, of the probability that the mean lies far enough from both margins.
 *
 * It equals a difference of two of Owen's Q functions, the bivariate noncentral t; absolute error is below 1e-11.
 *
 * @see Phillips (1990), Power of the two one-sided tests procedure in bioequivalence, Journal of Pharmacokinetics and
 * Biopharmaceutics 18(2).
 */
export const equivalencePower = (critical: number, df: number, below: number, above: number): number => {
  const reach = 10 / Math.sqrt(2 * df)
  const low = Math.max(0, 1 - reach)
  // Where u is so large that no mean is far enough from both.
  const high = Math.min(1 + reach, (below + above) / (2 * critical))
  if (high <= low) return 0
  const logFactor = Math.LN2 + (df / 2) * Math.log(df / 2) - gammaln(df / 2)
  const { nodes, weights } = gaussLegendre(128, low, high)
  const power = nodes.reduce((sum, u, i) => {
    const density = Math.exp(logFactor + (df - 1) * Math.log(u) - (df * u * u) / 2)
    const between = normalCdf(above - critical * u, 0, 1) - normalCdf(critical * u - below, 0, 1)
    return sum + weights[i]! * density * Math.max(0, between)
  }, 0)
  return Math.min(1, power)
}
