import betainc from "@stdlib/math-base-special-betainc"
import gammainc from "@stdlib/math-base-special-gammainc"
import gammaln from "@stdlib/math-base-special-gammaln"
import normalCdf from "@stdlib/stats-base-dists-normal-cdf"

/**
 * P(T > t) for the noncentral t distribution.
 *
 * Up to a noncentrality of ±100 it is a Poisson mixture of incomplete beta functions, summed over the terms whose
 * weight is not negligible (Lenth's equation 1), with an absolute error below 1e-11; beyond, the integral over the
 * normal variate.
 *
 * @see Lenth (1989), Algorithm AS 243: Cumulative distribution function of the non-central t distribution, Applied
 * Statistics 38(1).
 */
export const noncentralTUpperTail = (t: number, df: number, noncentrality: number): number => {
  if (t < 0) return 1 - noncentralTUpperTail(-t, df, -noncentrality)
  const tail = Math.abs(noncentrality) > largestSeries ? integral(t, df, noncentrality) : series(t, df, noncentrality)
  return Math.min(1, Math.max(0, tail))
}

const largestSeries = 100

const series = (t: number, df: number, noncentrality: number): number => {
  const rate = noncentrality ** 2 / 2
  const logRate = Math.log(rate)
  const x = t ** 2 / (t ** 2 + df)
  // Ten standard deviations of the Poisson weights either side, and 30 more for their skew when the rate is small.
  const reach = 10 * Math.sqrt(rate) + 30
  const last = Math.ceil(rate + reach)
  let sum = 0
  for (let j = Math.max(0, Math.floor(rate - reach)); j <= last; j += 1) {
    const even = j === 0 ? Math.exp(-rate) : Math.exp(-rate + j * logRate - gammaln(j + 1))
    const odd = Math.sign(noncentrality) * Math.exp(-rate + (j + 0.5) * logRate - gammaln(j + 1.5))
    sum += even * betainc(x, j + 0.5, df / 2) + odd * betainc(x, j + 1, df / 2)
  }
  return normalCdf(noncentrality, 0, 1) - sum / 2
}

// T > t when the chi variate, divided by √df, is below (z + noncentrality) / t; trapezoids over z. At so large a
// noncentrality the chi distribution is wide beside their step unless t is small, where the tail is 0 or 1 anyway.
const integral = (t: number, df: number, noncentrality: number): number => {
  if (t === 0) return normalCdf(noncentrality, 0, 1)
  const step = 1 / 64
  let sum = 0
  for (let z = Math.max(-9, -noncentrality); z <= 9; z += step) {
    const chiSquare = df * ((z + noncentrality) / t) ** 2
    sum += Math.exp((-z * z) / 2) * gammainc(chiSquare / 2, df / 2, true, false)
  }
  return (sum * step) / Math.sqrt(2 * Math.PI)
}
