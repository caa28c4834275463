import { interval, plain } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"
import { cell, type ShownTable } from "./shownTable.ts"

/** The bound that the study went by, then those of the other rules. */
export const boundsTable = ({ estimate }: ReportModel): ShownTable => ({
  id: "bounds",
  caption: "What each depth rule allows this dataset; the first is the one that the study went by",
  columns: [
    { label: "Rule", text: true },
    { label: "Bound" },
    { label: "Unit", text: true },
    { label: "How it follows", text: true }
  ],
  rows: [
    [
      cell(estimate.rule.rule),
      cell(plain(estimate.bound), interval(estimate.interval, plain)),
      cell(estimate.unit),
      cell(estimate.derivation)
    ],
    ...estimate.others.map(({ bound, derivation, rule, unit }) => [
      cell(rule.rule),
      cell(plain(bound)),
      cell(unit),
      cell(derivation)
    ])
  ]
})
