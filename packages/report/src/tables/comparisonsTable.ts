import { fixed, interval, plain, points, pValue } from "../format.ts"
import type { ComparisonView, ReportModel } from "../reportModel.ts"
import { cell, noCell, type ShownCell, type ShownTable } from "./shownTable.ts"

const orNone = (value: number | null, say: (value: number) => string): ShownCell =>
  value === null ? noCell : cell(say(value))

const row = ({ arm, comparison }: ComparisonView): ReadonlyArray<ShownCell> => {
  const { accuracyDifference, nonInferiority: test, outlook, seeds, wilcoxon } = comparison
  return [
    cell(arm.label),
    cell(plain(seeds.length)),
    cell(points(accuracyDifference.estimate), interval(accuracyDifference, points)),
    orNone(test.lowerBound, points),
    orNone(test.pValue, pValue),
    orNone(test.adjustedPValue, pValue),
    orNone(test.signedRankPValue, pValue),
    cell(pValue(wilcoxon.pValue)),
    { text: test.verdict, verdict: test.verdict },
    orNone(outlook?.seeds ?? null, plain),
    orNone(outlook?.margin ?? null, (margin) => fixed(100 * margin, 2))
  ]
}

/** What each comparison was decided by. */
export const comparisonsTable = ({ pairs, study }: ReportModel): ShownTable => ({
  id: "comparisons",
  caption: `Tests of each variant against ${study.comparison.control}: a loss as large as the margin, ${points(-study.comparison.margin)} points, is to be excluded. “Seeds for the margin” and “margin for the seeds” are what would do in 8 of 10 such studies if the variant lost nothing.`,
  columns: [
    { label: "Variant", text: true },
    { label: "n", unit: "pairs" },
    { label: "Accuracy difference", unit: "points" },
    { label: "Lower bound", unit: "points" },
    { label: "p", unit: "t test" },
    { label: "p", unit: "Holm" },
    { label: "p", unit: "signed ranks" },
    { label: "p", unit: "of no difference" },
    { label: "Verdict", text: true },
    { label: "Seeds for the margin" },
    { label: "Margin for the seeds", unit: "points" }
  ],
  rows: pairs.map(row)
})
