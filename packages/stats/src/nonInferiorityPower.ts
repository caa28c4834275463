import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { minimumPairs } from "./minimumPairs.ts"
import { noncentralTUpperTail } from "./noncentralT.ts"
import { requireBetween } from "./requireValues.ts"

/** What the power of `nonInferiority` depends on, besides the number of pairs. */
export interface NonInferiorityDesign {
  /** Standard deviation of the paired differences, above 0. */
  readonly sd: number
  /** The largest loss that counts as none, in the units of `sd`, above 0. */
  readonly margin: number
  /** Level of the one-sided test, in (0, 0.5). */
  readonly alpha: number
}

/**
 * Probability that `nonInferiority` says "non-inferior" when the variant is in truth exactly as good as the baseline
 * and the differences are normal: the upper tail, beyond the critical value, of the noncentral t with n - 1 degrees of
 * freedom and noncentrality margin √n / sd. 0 below `minimumPairs(alpha)` pairs, where the test is refused.
 *
 * @throws RangeError for an n that is no whole number from 1, or an sd, margin or alpha out of its domain.
 * @see Julious (2004), Sample sizes for clinical trials with normal data, Statistics in Medicine 23(12).
 */
export const nonInferiorityPower = (options: NonInferiorityDesign & { readonly n: number }): number => {
  const { n, sd, margin, alpha } = options
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`n must be a whole number from 1, but is ${n}`)
  requireDesign(options)
  if (n < minimumPairs(alpha)) return 0
  const noncentrality = (margin / sd) * Math.sqrt(n)
  // No alpha that a double can hold has a critical value above 60 at that many pairs.
  if (noncentrality > 100) return 1
  return noncentralTUpperTail(-studentQuantile(alpha, n - 1), n - 1, noncentrality)
}

/**
 * The fewest pairs with which `nonInferiorityPower` reaches `power`; never below `minimumPairs(alpha)`.
 *
 * @param options `power` lies in (0, 1).
 * @throws RangeError for an sd, margin, alpha or power out of its domain, or when more than 1e6 pairs would be needed.
 */
export const requiredPairs = (options: NonInferiorityDesign & { readonly power: number }): number => {
  const { sd, margin, alpha, power } = options
  requireDesign(options)
  requireBetween("power", power, 0, 1)
  const reaches = (n: number) => nonInferiorityPower({ n, sd, margin, alpha }) >= power
  let low = minimumPairs(alpha)
  if (reaches(low)) return low
  let high = largestDesign
  if (!reaches(high)) {
    throw new RangeError(`margin ${margin} is too small beside sd ${sd}: it needs more than ${largestDesign} pairs`)
  }
  // The power rises with n, so the answer lies in (low, high].
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle
  }
  return high
}

const largestDesign = 1e6

const requireDesign = ({ sd, margin, alpha }: NonInferiorityDesign): void => {
  requireBetween("sd", sd, 0, Infinity)
  requireBetween("margin", margin, 0, Infinity)
  requireBetween("alpha", alpha, 0, 0.5)
}
