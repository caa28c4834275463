import betainc from "@stdlib/math-base-special-betainc"
import gammaln from "@stdlib/math-base-special-gammaln"

/**
 * P(F <= f) for the noncentral F distribution, f >= 0, or P(F > f): a Poisson mixture of incomplete beta functions,
 * summed over the terms whose weight is not negligible. Absolute error is below 1e-10 for a noncentrality from 0 to 1e5.
 *
 * @see Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions 2, 2nd ed., chapter 30.
 */
export const noncentralFTail = (
  f: number,
  df1: number,
  df2: number,
  noncentrality: number,
  tail: "lower" | "upper"
): number => {
  const rate = noncentrality / 2
  const logRate = Math.log(rate)
  // Each tail has its own point: one would be 1 minus the other, and lose its digits.
  const ratio = (df1 * f) / df2
  const below = 1 / (1 + 1 / ratio)
  const above = 1 / (1 + ratio)
  // As in `noncentralTUpperTail`: ten standard deviations of the Poisson weights, and 30 more for their skew.
  const reach = 10 * Math.sqrt(rate) + 30
  const last = Math.ceil(rate + reach)
  let sum = 0
  for (let j = Math.max(0, Math.floor(rate - reach)); j <= last; j += 1) {
    const weight = j === 0 ? Math.exp(-rate) : Math.exp(-rate + j * logRate - gammaln(j + 1))
    if (weight < 1e-18) continue
    sum += weight * (tail === "lower" ? betainc(below, df1 / 2 + j, df2 / 2) : betainc(above, df2 / 2, df1 / 2 + j))
  }
  return Math.min(1, sum)
}
