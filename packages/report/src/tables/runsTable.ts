import { fixed, percent, plain } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"
import { cell, type ShownTable } from "./shownTable.ts"

/** Every run as numbers. */
export const runsTable = ({ arms }: ReportModel): ShownTable => ({
  id: "runs",
  caption: "Every run: final test accuracy and loss, and seconds by part",
  columns: [
    { label: "Arm", text: true },
    { label: "Seed" },
    { label: "Test accuracy", unit: "%" },
    { label: "Test loss" },
    { label: "Training", unit: "s" },
    { label: "Graph", unit: "s" },
    { label: "First call", unit: "s" },
    { label: "Evaluation", unit: "s" },
    { label: "Total", unit: "s" }
  ],
  rows: arms.flatMap(({ label, runs }) =>
    runs.map(({ cell: { seed }, testAccuracy, testLoss, timing }) => [
      cell(label),
      cell(plain(seed)),
      cell(percent(testAccuracy)),
      cell(fixed(testLoss, 4)),
      ...[timing.train, timing.build, timing.firstCall, timing.evaluate, timing.total].map((seconds) =>
        cell(fixed(seconds, 2))
      )
    ])
  )
})
