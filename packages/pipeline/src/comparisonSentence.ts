import type { Arm, Interval, PairedComparison } from "@ebcle/core"
import { decimals, points } from "./decimals.ts"

export const signed = (share: number): string => (share > 0 ? `+${points(share)}` : points(share))
const pValue = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`)

export const bracket = ({ lower, upper }: Interval, show: (value: number) => string): string =>
  lower === null || upper === null ? "" : ` [${show(lower)}, ${show(upper)}]`

const arm = ({ architecture, model, variant }: Arm): string => `${model} ${variant} (${architecture.name})`

/** "41 % less time [38, 44]", or more. */
export const timeClause = ({ timeRatio }: Pick<PairedComparison, "timeRatio">): string => {
  const { estimate, lower, upper } = timeRatio
  const less = estimate <= 1
  const change = (ratio: number) => decimals(100 * (less ? 1 - ratio : ratio - 1), 0)
  const ends = lower === null || upper === null ? [] : less ? [upper, lower] : [lower, upper]
  const interval = ends.length === 0 ? "" : ` [${ends.map(change).join(", ")}]`
  return `${change(estimate)} % ${less ? "less" : "more"} time${interval}`
}

/**
 * One comparison in words: what was compared, by how much, how sure, on how many seeds.
 *
 * Accuracy in points (hundredths), with the interval of the comparison's level.
 */
export const comparisonSentence = (
  comparison: Omit<PairedComparison, "sentence">,
  variant: Arm,
  control: Arm
): string => {
  const { accuracyDifference, nonInferiority: test, seeds } = comparison
  const n = `n = ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}`
  const difference = `${signed(accuracyDifference.estimate)} points${bracket(accuracyDifference, signed)}`
  const margin = `${points(test.margin)} points`
  const [subject, other] = [arm(variant), arm(control)]
  const time = timeClause(comparison)
  switch (test.verdict) {
    case "non-inferior":
      return `${subject} is not worse than ${other} by more than ${margin} of test accuracy (difference ${difference}, ${pValue(test.pValue ?? 1)}, ${n}) and trains in ${time}.`
    case "not shown":
      return `${subject} was not shown to stay within ${margin} of the test accuracy of ${other} (difference ${difference}, ${pValue(test.pValue ?? 1)}, ${n}); it trains in ${time}.`
    case "refused":
      return `No verdict on ${subject} against ${other}: ${n} cannot show it, ${test.seedsNeeded} are needed (difference ${difference}); it trains in ${time}.`
  }
}
