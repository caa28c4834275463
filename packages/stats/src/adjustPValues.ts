/** How p values are adjusted for being several. */
export type Adjustment = "bonferroni" | "holm" | "hochberg" | "benjamini-hochberg"

/**
 * P values adjusted for their number: each is the smallest level at which the procedure would reject its hypothesis.
 *
 * - `bonferroni`: p times m. Familywise, under any dependence.
 * - `holm`: step down. Familywise, under any dependence, and never worse than Bonferroni.
 * - `hochberg`: step up. Familywise for independent or positively dependent p values.
 * - `benjamini-hochberg`: step up. False discovery rate, for the same dependence as Hochberg's.
 *
 * @returns adjusted p values in the order given; none is below its own p or above 1.
 * @throws RangeError for a p outside [0, 1].
 * @see Holm (1979), Scandinavian Journal of Statistics 6(2); Hochberg (1988), Biometrika 75(4); Benjamini & Hochberg
 * (1995), JRSS B 57(1).
 */
export const adjustPValues = (pValues: ReadonlyArray<number>, adjustment: Adjustment): ReadonlyArray<number> => {
  const at = pValues.findIndex((p) => !(p >= 0 && p <= 1))
  if (at >= 0) throw new RangeError(`p values must lie in [0, 1], but pValues[${at}] is ${pValues[at]}`)
  const m = pValues.length
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!)
  const scaled = order.map((index, position) => pValues[index]! * factor(adjustment, position, m))
  const monotone =
    adjustment === "holm"
      ? running(scaled, Math.max)
      : adjustment === "bonferroni"
        ? scaled
        : running(scaled.toReversed(), Math.min).toReversed()
  const adjusted = new Array<number>(m)
  order.forEach((index, position) => {
    adjusted[index] = Math.min(1, monotone[position]!)
  })
  return adjusted
}

/** What the p at this position, counted from 0 in ascending order, is multiplied by. */
const factor = (adjustment: Adjustment, position: number, m: number): number => {
  if (adjustment === "bonferroni") return m
  return adjustment === "benjamini-hochberg" ? m / (position + 1) : m - position
}

/** Each value combined with all before it. */
const running = (values: ReadonlyArray<number>, combine: (a: number, b: number) => number): Array<number> => {
  const combined: Array<number> = []
  for (const value of values) combined.push(combined.length === 0 ? value : combine(combined.at(-1)!, value))
  return combined
}
