import { roundingTolerance } from "./roundingTolerance.ts"
import { signedRankLowerTail } from "./signedRankDistribution.ts"
import { signedRanks } from "./signedRanks.ts"

/** An exact one-sided Wilcoxon signed-rank test of differences that were shifted. */
export interface ShiftedSignedRank {
  /** Shifted differences that are not 0. */
  readonly nonZero: number
  /** W+. */
  readonly statistic: number
  /** P(W+ is at least as large) when the shifted differences are symmetric about 0. */
  readonly pValue: number
}

/** Are the differences symmetric about more than -shift? Zeros are dropped, ties take midranks. */
export const shiftedSignedRank = (differences: ReadonlyArray<number>, shift: number): ShiftedSignedRank => {
  // The tolerance is that of the terms: their sum may be nothing but rounding error.
  const tolerance = roundingTolerance([...differences, shift])
  const shifted = differences.map((difference) => difference + shift)
  const { doubledRanks, doubledPositive } = signedRanks(shifted, tolerance)
  const nonZero = doubledRanks.length
  // By symmetry P(W+ >= w) is P(W+ <= total - w).
  const pValue = signedRankLowerTail(doubledRanks, nonZero * (nonZero + 1) - doubledPositive)
  return { nonZero, statistic: doubledPositive / 2, pValue }
}
