/**
 * The largest whole width whose cost is at most `limit`, given that `from` is such a width and that the cost rises with
 * the width. Doubles until the limit is passed, then halves the interval. Throws RangeError where the cost never passes it.
 */
export const widestWithin = (cost: (width: number) => number, from: number, limit: number): number => {
  // Above this, whole numbers and so the costs are no longer exact.
  const reachable = Math.min(limit, Number.MAX_SAFE_INTEGER)
  let fits = from
  let exceeds = 2 * from
  while (cost(exceeds) <= reachable) {
    if (exceeds > Number.MAX_SAFE_INTEGER) throw new RangeError("the cost does not rise with the width")
    fits = exceeds
    exceeds *= 2
  }
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2)
    if (cost(middle) <= reachable) fits = middle
    else exceeds = middle
  }
  return fits
}
