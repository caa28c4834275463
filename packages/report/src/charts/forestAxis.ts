import type { ForestLine, ForestRow } from "./forestPlot.ts"
import { valueAxis } from "./valueAxis.ts"

/** The axis of estimates, their intervals, single seeds and reference lines. */
export const forestAxis = (options: {
  readonly rows: ReadonlyArray<
    Pick<ForestRow, "estimate" | "lower" | "upper"> & { readonly seeds?: ForestRow["seeds"] }
  >
  readonly lines: ReadonlyArray<ForestLine>
  readonly title: string
  readonly logarithm?: true
}) =>
  valueAxis({
    title: options.title,
    values: [
      ...options.rows.flatMap(({ estimate, lower, seeds = [], upper }) => [
        lower ?? estimate,
        upper ?? estimate,
        ...seeds
      ]),
      ...options.lines.map(({ value }) => value)
    ],
    logarithm: options.logarithm === true
  })
