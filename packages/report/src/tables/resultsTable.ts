import type { Interval } from "@ebcle/core"
import { integer, interval, meanAndSd, millions, percent, points, ratio } from "../format.ts"
import type { ArmView, ComparisonView, ReportModel } from "../reportModel.ts"
import { cell, noCell, type ShownCell, type ShownTable } from "./shownTable.ts"

const estimateCell = (estimate: Interval, say: (value: number) => string): ShownCell =>
  cell(say(estimate.estimate), interval(estimate, say))

const againstControl = (
  { arm }: ArmView,
  pair: ComparisonView | undefined,
  control: string
): ReadonlyArray<ShownCell> => {
  if (pair === undefined) return [noCell, noCell, cell(arm.variant === control ? "control" : "not compared")]
  const { accuracyDifference, nonInferiority, timeRatio } = pair.comparison
  return [
    estimateCell(accuracyDifference, points),
    estimateCell(timeRatio, ratio),
    { text: nonInferiority.verdict, verdict: nonInferiority.verdict }
  ]
}

const row = (view: ArmView, pair: ComparisonView | undefined, control: string): ReadonlyArray<ShownCell> => {
  const { architecture, model, seeds, testAccuracy, trainSeconds, variant } = view.arm
  const accuracy = { mean: 100 * testAccuracy.mean, sd: testAccuracy.sd === null ? null : 100 * testAccuracy.sd }
  return [
    cell(`${model} ${variant}`, architecture.name),
    cell(integer(architecture.depth), `width ${integer(architecture.width)}`),
    cell(integer(architecture.parameters)),
    cell(millions(architecture.macs)),
    cell(integer(seeds.length)),
    cell(meanAndSd(accuracy, 2), interval(testAccuracy, percent)),
    cell(meanAndSd(trainSeconds)),
    ...againstControl(view, pair, control)
  ]
}

/** All arms side by side. */
export const resultsTable = ({ arms, pairs, study }: ReportModel): ShownTable => {
  const { control } = study.comparison
  const pairOf = new Map(pairs.map((pair) => [pair.arm, pair]))
  const levels = [...new Set(pairs.map(({ comparison }) => `${percent(comparison.level, 0)} %`))]
  const brackets = levels.length === 0 ? "" : ` Brackets: ${levels.join(" and ")} intervals.`
  return {
    id: "results",
    caption: `Networks, accuracy and training time by arm; mean ± standard deviation over n seeds. Differences and ratios are variant against ${control}, paired by seed.${brackets}`,
    columns: [
      { label: "Arm", text: true },
      { label: "Depth", unit: "layers" },
      { label: "Parameters" },
      { label: "Multiply-adds", unit: "millions" },
      { label: "n", unit: "seeds" },
      { label: "Test accuracy", unit: "%" },
      { label: "Training time", unit: "s" },
      { label: "Accuracy difference", unit: "points" },
      { label: "Time ratio" },
      { label: "Verdict", text: true }
    ],
    rows: arms.map((view) => row(view, pairOf.get(view), control))
  }
}
