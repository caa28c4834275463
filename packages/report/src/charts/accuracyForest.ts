import type { TopLevelSpec } from "vega-lite"
import { interval, points } from "../format.ts"
import type { ComparisonView } from "../reportModel.ts"
import { forest } from "./forest.ts"

const inPoints = (share: number | null): number | null => (share === null ? null : 100 * share)

/** Differences of test accuracy, variant minus control, in percentage points, with the margin of non-inferiority. */
export const accuracyForest = (pairs: ReadonlyArray<ComparisonView>): TopLevelSpec => {
  const margins = new Set(pairs.map(({ comparison }) => comparison.nonInferiority.margin))
  const lines = [{ value: 0, dashed: false }, ...[...margins].map((margin) => ({ value: -100 * margin, dashed: true }))]
  const rows = pairs.map(({ arm, comparison: { accuracyDifference, differences, nonInferiority } }) => ({
    label: arm.label,
    text: `${points(accuracyDifference.estimate)} ${interval(accuracyDifference, points)}`,
    color: arm.style.color,
    verdict: nonInferiority.verdict,
    estimate: 100 * accuracyDifference.estimate,
    lower: inPoints(accuracyDifference.lower),
    upper: inPoints(accuracyDifference.upper),
    seeds: differences.map((difference) => 100 * difference)
  }))
  return forest({ rows, lines, title: "difference of test accuracy (points)" })
}
