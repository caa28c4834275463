const relativeTolerance = 1e-9

/**
 * The distance below which two numbers of these magnitudes count as equal.
 *
 * Accuracies are ratios of counts, so two differences that are equal on paper (0.93 - 0.92 and 0.94 - 0.93) differ in
 * their last bits; taken literally they would lose their tie, or turn a zero into the largest of ranks. The tolerance
 * is 1e-9 of the largest magnitude: above the rounding error of a difference of one image in ten million, below
 * anything a measurement resolves. Source: ours; R's `wilcox.test` has `digits.rank` for the same reason.
 */
export const roundingTolerance = (magnitudes: ReadonlyArray<number>): number =>
  relativeTolerance * magnitudes.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
