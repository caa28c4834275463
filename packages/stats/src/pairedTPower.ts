import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { noncentralTUpperTail } from "./noncentralT.ts"
import { requireBetween, requireFinite, requireWhole } from "./requireValues.ts"

/**
 * Probability that `pairedT` has p <= alpha when the differences are normal: both tails, beyond the critical values,
 * of the noncentral t with n - 1 degrees of freedom and noncentrality √n difference / sd. 0 below two pairs, where the
 * test is refused.
 *
 * @param options `n`: pairs; `sd`: of the paired differences, above 0; `difference`: their true mean, in the units of
 * `sd`; `alpha`: level of the two-sided test, in (0, 1).
 * @throws RangeError for an n that is no whole number from 1, or an sd, difference or alpha out of its domain.
 * @see Cohen (1988), Statistical Power Analysis, 2nd ed., section 2.3.5.
 */
export const pairedTPower = (options: {
  readonly n: number
  readonly sd: number
  readonly difference: number
  readonly alpha: number
}): number => {
  const { n, sd, difference, alpha } = options
  requireWhole("n", n, 1)
  requireBetween("sd", sd, 0, Infinity)
  requireFinite("difference", [difference])
  requireBetween("alpha", alpha, 0, 1)
  if (n < 2) return 0
  const critical = -studentQuantile(alpha / 2, n - 1)
  const noncentrality = (difference / sd) * Math.sqrt(n)
  return noncentralTUpperTail(critical, n - 1, noncentrality) + noncentralTUpperTail(critical, n - 1, -noncentrality)
}
