import type { Interval } from "@ebcle/core"
import { fixed, integer, interval, percent, plain, plainPercent, points, ratio } from "../format.ts"
import { cell, type ShownCell, type ShownTable } from "../tables/shownTable.ts"
import type { OverviewRow, StudyView } from "./overviewRows.ts"

const estimateCell = (estimate: Interval, say: (value: number) => string): ShownCell =>
  cell(say(estimate.estimate), interval(estimate, say))

const share = (part: number, whole: number): string => `${percent(part / whole, 0)} %`

/** The studies side by side: what they are of, and what their datasets allow. */
export const studiesTable = (views: ReadonlyArray<StudyView>): ShownTable => ({
  id: "studies",
  caption: "The studies: their datasets, depth bounds and sizes",
  columns: [
    { label: "Study", text: true },
    { label: "Dataset", text: true },
    { label: "Mean entropy", unit: "nats" },
    { label: "Depth bound", unit: "with its rule" },
    { label: "Arms" },
    { label: "Runs" },
    { label: "Missing" },
    { label: "Margin", unit: "points" },
    { label: "Non-inferior", unit: "of comparisons" }
  ],
  rows: views.map(({ comparison, estimate, name, profile, study }) => {
    const kept = comparison.comparisons.filter(({ nonInferiority }) => nonInferiority.verdict === "non-inferior")
    return [
      cell(name, study.title),
      cell(profile.dataset),
      cell(fixed(profile.mean, 3), `${integer(profile.count)} images`),
      cell(plain(estimate.bound), `${estimate.unit}, ${estimate.rule.rule}`),
      cell(plain(comparison.arms.length)),
      cell(integer(comparison.arms.reduce((sum, { seeds }) => sum + seeds.length, 0))),
      cell(integer(comparison.missing.length)),
      cell(plainPercent(study.comparison.margin)),
      cell(`${kept.length} of ${comparison.comparisons.length}`)
    ]
  })
})

/** Every comparison of every study. */
export const overviewTable = (rows: ReadonlyArray<OverviewRow>): ShownTable => ({
  id: "overview",
  caption:
    "Every variant against its control, paired by seed: test accuracy, training time, and what is left of parameters and multiply-adds. Brackets: intervals at the level of the study. The verdicts of a study err together at its error rate; over several studies they err more often.",
  columns: [
    { label: "Study", text: true },
    { label: "Variant", text: true },
    { label: "Control", text: true },
    { label: "n", unit: "pairs" },
    { label: "Accuracy difference", unit: "points" },
    { label: "Time ratio" },
    { label: "Parameters", unit: "of the control's" },
    { label: "Multiply-adds", unit: "of the control's" },
    { label: "Verdict", text: true }
  ],
  rows: rows.map(({ arm, comparison, control, of }) => [
    cell(of.name),
    cell(`${comparison.model} ${comparison.variant}`, arm.architecture.name),
    cell(comparison.control, control.architecture.name),
    cell(plain(comparison.seeds.length)),
    estimateCell(comparison.accuracyDifference, points),
    estimateCell(comparison.timeRatio, ratio),
    cell(share(arm.architecture.parameters, control.architecture.parameters)),
    cell(share(arm.architecture.macs, control.architecture.macs)),
    { text: comparison.nonInferiority.verdict, verdict: comparison.nonInferiority.verdict }
  ])
})
