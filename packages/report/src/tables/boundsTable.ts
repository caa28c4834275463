import { interval, plain } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"
import { ruleName } from "../ruleName.ts"
import { cell, type ShownTable } from "./shownTable.ts"

/** The bound that the study went by, then those of the other rules. */
export const boundsTable = ({ estimate }: ReportModel): ShownTable => {
  const rules = [estimate, ...estimate.others].map(({ rule }) => rule)
  return {
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
        cell(ruleName(estimate.rule, rules)),
        cell(plain(estimate.bound), interval(estimate.interval, plain)),
        cell(estimate.unit),
        cell(estimate.derivation)
      ],
      ...estimate.others.map(({ bound, derivation, rule, unit }) => [
        cell(ruleName(rule, rules)),
        cell(plain(bound)),
        cell(unit),
        cell(derivation)
      ])
    ]
  }
}
