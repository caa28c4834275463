import normalCdf from "@stdlib/stats-base-dists-normal-cdf"
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import { ascending } from "./quantile.ts"
import { tooFewValues } from "./refusals.ts"
import { requireFinite } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import { summary } from "./summary.ts"
import type { HypothesisTest, Refusal } from "./testResult.ts"

/** `statistic` is W, 1 at most; small values speak against a normal distribution. There is no quantity to bound. */
export interface ShapiroWilk extends HypothesisTest {
  readonly name: "Shapiro-Wilk"
}

/**
 * Shapiro and Wilk's test of "the values come from a normal distribution", with Royston's approximations of weights
 * and p.
 *
 * A large p from few values is no proof of a normal distribution. Values that are all equal (to within rounding) have
 * W = 1 and p = 1.
 *
 * SciPy takes the normal quantiles of its weights from AS 111, which has nine digits, and this function exact ones. That
 * alone sets them apart, by up to 1.4e-9 in W and 5.4e-9 in p over the cases of the test: with the quantiles of AS 111 and
 * its tail of the normal distribution (AS 66) both agree to 2e-13.
 *
 * @param values up to 5000, any unit; p is not known to hold beyond.
 * @returns a refusal below three values, of which any two are normal.
 * @throws RangeError for a value that is not finite or more than 5000 values.
 * @see Royston (1995), Remark AS R94: a remark on algorithm AS 181: the W-test for normality, Applied Statistics
 * 44(4).
 */
export const shapiroWilk = (values: ReadonlyArray<number>): ShapiroWilk | Refusal => {
  requireFinite("values", values)
  const n = values.length
  if (n > 5000) throw new RangeError(`values must be 5000 at most, but are ${n}`)
  if (n < 3) return tooFewValues("Shapiro-Wilk", n, 3, "always look normal")
  const name = "Shapiro-Wilk"
  const { mean, min, max } = summary(values)
  const range = max / 2 - min / 2
  if (range <= roundingTolerance([min, max])) return { name, n, statistic: 1, pValue: 1 }
  // Scaled, so that no square leaves the range of a double.
  const sorted = ascending(values).map((value) => (value - mean) / range)
  const weights = shapiroWeights(n)
  const contrast = weights.reduce((sum, weight, i) => sum + weight * (sorted[n - 1 - i]! - sorted[i]!), 0)
  const statistic = Math.min(1, contrast ** 2 / sorted.reduce((sum, value) => sum + value ** 2, 0))
  return { name, n, statistic, pValue: upperTail(statistic, n) }
}

/** Weights of the differences of the largest and the smallest value, of the second largest and smallest, and so on. */
const shapiroWeights = (n: number): ReadonlyArray<number> => {
  if (n === 3) return [Math.SQRT1_2]
  const scores = Array.from(
    { length: Math.floor(n / 2) },
    (_, i) => -normalQuantile((i + 1 - 3 / 8) / (n + 1 / 4), 0, 1)
  )
  const squares = 2 * scores.reduce((sum, score) => sum + score ** 2, 0)
  const root = 1 / Math.sqrt(n)
  const extremes = [[0.221157, -0.147981, -2.07119, 4.434685, -2.706056]]
  // The second weight has a polynomial of its own from six values on.
  if (n > 5) extremes.push([0.042981, -0.293762, -1.752461, 5.682633, -3.582633])
  const first = extremes.map(
    (coefficients, i) => scores[i]! / Math.sqrt(squares) + polynomial([0, ...coefficients], root)
  )
  const left = squares - 2 * first.reduce((sum, _, i) => sum + scores[i]! ** 2, 0)
  const share = 1 - 2 * first.reduce((sum, weight) => sum + weight ** 2, 0)
  return scores.map((score, i) => first[i] ?? score / Math.sqrt(left / share))
}

const upperTail = (w: number, n: number): number => {
  if (n === 3) return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(3 / 4))))
  if (w === 1) return 1
  const deviance = Math.log(1 - w)
  if (n <= 11) {
    const gamma = polynomial([-2.273, 0.459], n)
    if (deviance >= gamma) return 0
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n)
    const sd = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n))
    return normalCdf(mean + Math.log(gamma - deviance), 0, sd)
  }
  const log = Math.log(n)
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], log)
  const sd = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], log))
  return normalCdf(mean - deviance, 0, sd)
}

/** Coefficients by rising power. */
const polynomial = (coefficients: ReadonlyArray<number>, x: number): number =>
  coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0)
