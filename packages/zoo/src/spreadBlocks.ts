/**
 * Spreads `bound` blocks over stages that had `baseline` blocks: one each, then one by one to the stage that has the
 * smallest share of its own back, the earlier one of equals. So [3, 3, 3] under a bound of 4 gives [2, 1, 1]. Never more
 * than the baseline in any stage; more than the bound only where the bound is below one block per stage. Ours.
 */
export const spreadBlocks = (baseline: ReadonlyArray<number>, bound: number): ReadonlyArray<number> => {
  const kept = baseline.map(() => 1)
  const total = baseline.reduce((sum, n) => sum + n, 0)
  for (let left = Math.min(bound, total) - kept.length; left > 0; left--) {
    const shares = kept.map((n, stage) => n / baseline[stage]!)
    kept[shares.indexOf(Math.min(...shares))]! += 1
  }
  return kept
}
