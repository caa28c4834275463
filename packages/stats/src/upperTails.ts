import gammainc from "@stdlib/math-base-special-gammainc"
import fCdf from "@stdlib/stats-base-dists-f-cdf"
import normalCdf from "@stdlib/stats-base-dists-normal-cdf"

// Upper tails without the cancellation of 1 - cdf, so that small p values keep their digits.

/** P(X > x) for chi-squared with `df` degrees of freedom. */
export const chiSquaredUpperTail = (x: number, df: number): number => gammainc(x / 2, df / 2, true, true)

/** P(F > f): 1/F has the degrees of freedom in the other order. */
export const fUpperTail = (f: number, df1: number, df2: number): number => (f === 0 ? 1 : fCdf(1 / f, df2, df1))

/** P(|Z| > |z|) for the standard normal. */
export const normalTwoSided = (z: number): number => 2 * normalCdf(-Math.abs(z), 0, 1)
