/**
 * What becomes of differences of 0. "wilcox" drops them before ranking; "pratt" ranks them as the smallest and drops
 * their ranks, so that a zero still raises the ranks of the others. Pratt's is the one that a rising difference never
 * makes less significant.
 */
export type ZeroHandling = "wilcox" | "pratt"

/** Ranks of the magnitudes of the non-zero differences, doubled so that midranks stay whole numbers. */
export interface SignedRanks {
  /** Twice the midrank of each non-zero difference, ascending. */
  readonly doubledRanks: ReadonlyArray<number>
  /** Twice W+, the sum of the ranks of the positive differences. */
  readonly doubledPositive: number
}

/**
 * Wilcoxon's signed ranks. Ties share the mean of their ranks; magnitudes closer than `tolerance` are ties, and
 * differences within it of 0 are zeros. Zeros are dropped before ranking ("wilcox") or after it ("pratt").
 *
 * @see Wilcoxon (1945), Individual comparisons by ranking methods, Biometrics Bulletin 1(6).
 */
export const signedRanks = (
  differences: ReadonlyArray<number>,
  tolerance: number,
  zeros: ZeroHandling = "wilcox"
): SignedRanks => {
  const ordered = differences
    .filter((difference) => Math.abs(difference) > tolerance)
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
  // Zeros hold the first ranks.
  const skipped = zeros === "pratt" ? differences.length - ordered.length : 0
  const doubledRanks: Array<number> = []
  let doubledPositive = 0
  for (let first = 0; first < ordered.length; ) {
    let last = first
    while (last + 1 < ordered.length && Math.abs(ordered[last + 1]!) - Math.abs(ordered[last]!) <= tolerance) last += 1
    // Mean of the ranks skipped + first + 1 to skipped + last + 1, doubled.
    const doubled = 2 * skipped + first + last + 2
    for (; first <= last; first += 1) {
      doubledRanks.push(doubled)
      if (ordered[first]! > 0) doubledPositive += doubled
    }
  }
  return { doubledRanks, doubledPositive }
}
