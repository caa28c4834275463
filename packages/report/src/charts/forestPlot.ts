import type { TopLevelSpec } from "vega-lite"
import { chartFrame } from "./chartTheme.ts"

/** One row: an estimate with its interval above the values of the single seeds, all in the units of the axis. */
export interface ForestRow {
  readonly label: string
  /** The estimate and the interval in words, set at the right. */
  readonly text: string
  readonly color: string
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly seeds: ReadonlyArray<number>
}

/** A vertical line across all rows. */
export interface ForestLine {
  readonly value: number
  readonly dashed: boolean
}

const rowHeight = 62

/** A forest plot: rows of intervals against reference lines. */
export const forestPlot = (options: {
  readonly rows: ReadonlyArray<ForestRow>
  readonly lines: ReadonlyArray<ForestLine>
  readonly title: string
}): TopLevelSpec => {
  const rows = options.rows.map((row, index) => ({ ...row, row: index }))
  const seeds = rows.flatMap(({ color, row, seeds }) => seeds.map((value) => ({ row, color, value })))
  const y = { field: "row", type: "ordinal", axis: null } as const
  const x = { type: "quantitative", scale: { zero: false, nice: true, padding: 6 }, title: options.title } as const
  const color = { field: "color", type: "nominal", scale: null } as const
  return {
    ...chartFrame(rows.length * rowHeight + 44),
    layer: [
      ...options.lines.map(
        ({ dashed, value }) =>
          ({
            data: { values: [{ value }] },
            mark: {
              type: "rule",
              color: dashed ? "var(--accent)" : "var(--axis)",
              strokeDash: dashed ? [5, 3] : [],
              strokeWidth: dashed ? 1.5 : 1
            },
            encoding: { x: { ...x, field: "value" } }
          }) as const
      ),
      {
        data: { values: seeds },
        mark: { type: "point", filled: false, size: 28, opacity: 0.75, yOffset: 16 },
        encoding: { x: { ...x, field: "value" }, y, color }
      },
      {
        data: { values: rows },
        layer: [
          {
            mark: { type: "rule", strokeWidth: 2.5, yOffset: 3 },
            encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y, color }
          },
          {
            mark: { type: "point", filled: true, shape: "square", size: 70, opacity: 1, yOffset: 3 },
            encoding: { x: { ...x, field: "estimate" }, y, color }
          },
          {
            mark: { type: "text", align: "left", dy: -17, fontWeight: "bold" },
            encoding: { x: { value: 0 }, y, text: { field: "label" } }
          },
          {
            mark: { type: "text", align: "right", dy: -17 },
            encoding: { x: { value: "width" }, y, text: { field: "text" } }
          }
        ]
      }
    ]
  }
}
