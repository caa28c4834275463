import gammainc from "@stdlib/math-base-special-gammainc"
import { tooFewValues } from "./refusals.ts"
import { requireGroups } from "./requireGroups.ts"
import { studentize } from "./studentize.ts"
import type { HypothesisTest, Refusal } from "./testResult.ts"

/** `statistic` is χ²; `n` counts the values of all groups. With several groups there is no one quantity to bound. */
export interface BartlettTest extends HypothesisTest {
  readonly name: "Bartlett"
  /** Degrees of freedom, one less than there are groups. */
  readonly df: number
}

/**
 * Do normal groups have the same variance? Bartlett's corrected likelihood ratio against χ². The most powerful choice
 * for normal values, and wrong for others: at level 0.05 it rejects two groups of 30 heavy-tailed values (t with three
 * degrees of freedom) of equal variance in 32 % of samples. Groups are taken as independent.
 *
 * When a group does not vary (to within rounding) and another does, the statistic is Infinity and p is 0; when none
 * varies it is 0 and p is 1.
 *
 * @param groups two or more, in one unit.
 * @returns a refusal when a group has fewer than two values; `n` and `needed` are then those of the smallest group.
 * @throws RangeError for fewer than two groups or a value that is not finite.
 * @see Bartlett (1937), Properties of sufficiency and statistical tests, Proceedings of the Royal Society A 160.
 */
export const bartlettTest = (groups: ReadonlyArray<ReadonlyArray<number>>): BartlettTest | Refusal => {
  requireGroups(groups)
  const fewest = Math.min(...groups.map((group) => group.length))
  if (fewest < 2) return tooFewValues("Bartlett", fewest, 2, "of a group have no variance")
  const spreads = groups.map((group) => studentize(group, 0).sd)
  const widest = Math.max(...spreads)
  const degrees = groups.map((group) => group.length - 1)
  const total = degrees.reduce((sum, df) => sum + df, 0)
  const df = groups.length - 1
  const n = total + groups.length
  if (widest === 0) return { name: "Bartlett", n, df, statistic: 0, pValue: 1 }
  // Variances in units of the largest: their ratios are all that counts.
  const variances = spreads.map((sd) => (sd / widest) ** 2)
  const pooled = variances.reduce((sum, variance, i) => sum + degrees[i]! * variance, 0) / total
  const deviance = variances.reduce((sum, variance, i) => sum + degrees[i]! * Math.log(pooled / variance), 0)
  const correction = 1 + (degrees.reduce((sum, each) => sum + 1 / each, 0) - 1 / total) / (3 * df)
  const statistic = Math.max(0, deviance / correction)
  const pValue = statistic < Infinity ? gammainc(statistic / 2, df / 2, true, true) : 0
  return { name: "Bartlett", n, df, statistic, pValue }
}
