import binomialCdf from "@stdlib/stats-base-dists-binomial-cdf"
import { minimumPairs } from "./minimumPairs.ts"
import { requireBetween, requireWhole } from "./requireValues.ts"
import { signCriticalCount } from "./signTest.ts"

/**
 * Probability that `signTest` of n differences, none of them 0, has p <= alpha: both tails of the binomial
 * distribution beyond the critical counts. It is exact. 0 below `minimumPairs(alpha)` pairs, where no p is so small.
 *
 * @param options `n`: pairs; `probability`: of a positive difference, in (0, 1); `alpha`: level of the two-sided test,
 * in (0, 1).
 * @throws RangeError for an n that is no whole number from 1, or a probability or alpha outside (0, 1).
 * @see Dixon (1953), Power functions of the sign test and power efficiency for normal alternatives, Annals of
 * Mathematical Statistics 24(3).
 */
export const signTestPower = (options: {
  readonly n: number
  readonly probability: number
  readonly alpha: number
}): number => {
  const { n, probability, alpha } = options
  requireWhole("n", n, 1)
  requireBetween("probability", probability, 0, 1)
  requireBetween("alpha", alpha, 0, 1)
  if (n < minimumPairs(alpha)) return 0
  const critical = signCriticalCount(n, alpha)
  return Math.min(1, binomialCdf(critical, n, probability) + binomialCdf(critical, n, 1 - probability))
}
