import { noncentralFTail } from "./noncentralF.ts"
import { solveIncreasing } from "./solveIncreasing.ts"
import type { Interval } from "./testResult.ts"

// Sums beyond it take too long. It is a share of 0.9997 for 30 scores; what lies above is not told from 1.
const largestNoncentrality = 1e5

/**
 * Interval for the share of the variance within blocks that the treatments explain, partial eta squared: the
 * noncentralities λ that an F test at (1 - level)/2 on either side does not reject, as shares λ / (λ + scores).
 *
 * @param f the F statistic, at least 0, Infinity allowed.
 * @param design degrees of freedom of F, and the number of scores, which is blocks times treatments.
 * @see Steiger (2004), Beyond the F test, Psychological Methods 9(2), for the inversion.
 */
export const explainedShareInterval = (
  f: number,
  design: { readonly df1: number; readonly df2: number; readonly scores: number },
  level: number
): Interval => {
  const { df1, df2, scores } = design
  const share = (noncentrality: number) => noncentrality / (noncentrality + scores)
  if (f === Infinity) return { lower: share(largestNoncentrality), upper: 1 }
  const rejected = (1 - level) / 2
  const lower = firstCrossing((lambda) => noncentralFTail(f, df1, df2, lambda, "upper") - rejected)
  const upper = firstCrossing((lambda) => rejected - noncentralFTail(f, df1, df2, lambda, "lower"))
  return { lower: share(lower), upper: upper === largestNoncentrality ? 1 : share(upper) }
}

/** The noncentrality at which an increasing function crosses 0; the bracket grows, as large ones are dear. */
const firstCrossing = (increasing: (noncentrality: number) => number): number => {
  let high = 8
  while (high < largestNoncentrality && increasing(high) < 0) high *= 4
  return solveIncreasing(increasing, 0, Math.min(high, largestNoncentrality))
}
