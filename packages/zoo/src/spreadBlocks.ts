/**
 * Spreads `wanted` blocks over stages that had `baseline` blocks: one each, then one by one to the stage that has the
 * smallest share of its own, the earlier one of equals. So [3, 3, 3] under a bound of 4 gives [2, 1, 1]. Where fewer are wanted
 * than there were, none has more than before; more than `wanted` only where that is below one block per stage. Ours.
 */
export const spreadBlocks = (baseline: ReadonlyArray<number>, wanted: number): ReadonlyArray<number> => {
  const spread = baseline.map(() => 1)
  for (let left = wanted - spread.length; left > 0; left--) {
    const shares = spread.map((n, stage) => n / baseline[stage]!)
    spread[shares.indexOf(Math.min(...shares))]! += 1
  }
  return spread
}
