import type { TopLevelSpec } from "vega-lite"
import { chartFrame, chartWidth } from "./chartTheme.ts"
import { forestAxis } from "./forestAxis.ts"

/** More rows than this would make a drawing taller than any page. */
export const mostForestRows = 24

/** One row: an estimate with its interval above the values of the single seeds, all in the units of the axis. */
export interface ForestRow {
  readonly label: string
  /** The estimate and the interval in words, set at the right. */
  readonly text: string
  readonly color: string
  readonly estimate: number
  /** Null, like `upper`, where there is no interval. */
  readonly lower: number | null
  readonly upper: number | null
  readonly seeds: ReadonlyArray<number>
}

/** A vertical line across all rows. */
export interface ForestLine {
  readonly value: number
  readonly dashed: boolean
}

/** Heights within a row, in pixels from its top: the words, then the interval, then the seeds between two ends of the lines. */
const beside = { height: 62, label: 9, words: 9, top: 20, interval: 31, seeds: 45, bottom: 55 }

/** The same with the words on a line of their own below the label, where both do not fit on one. */
const below = { height: 76, label: 9, words: 23, top: 34, interval: 45, seeds: 59, bottom: 69 }

/** Widest a character of a label and of the words beside it is on average, in pixels; estimated as drawings are made. */
const widths = { label: 6.8, words: 6.2 }

/** Vega takes a bold letter to be wider than it is, so that a name that fits would be cut at the width of the drawing. */
const longestName = Math.round((chartWidth * 0.8 * 11) / widths.label)

const fit = ({ label, text }: ForestRow): boolean =>
  label.length * widths.label + text.length * widths.words < chartWidth - 10

/** A forest plot: rows of intervals against reference lines, which leave out the words. */
export const forestPlot = (options: {
  readonly rows: ReadonlyArray<ForestRow>
  readonly lines: ReadonlyArray<ForestLine>
  readonly title: string
  /** Of ratios, of which half and double are as far from 1. */
  readonly logarithm?: true
}): TopLevelSpec => {
  const row = options.rows.every(fit) ? beside : below
  const rows = options.rows.map((values, index) => ({ ...values, top: index * row.height }))
  const seeds = rows.flatMap(({ color, seeds, top }) => seeds.map((value) => ({ color, value, y: top + row.seeds })))
  const lines = options.lines.flatMap((line) =>
    rows.map(({ top }) => ({ ...line, from: top + row.top, to: top + row.bottom }))
  )
  const pixels = { type: "quantitative", scale: null, axis: null } as const
  const x = { type: "quantitative", ...forestAxis(options) } as const
  const color = { field: "color", type: "nominal", scale: null } as const
  const reference = (dashed: boolean) =>
    ({
      data: { values: lines.filter((line) => line.dashed === dashed) },
      mark: {
        type: "rule",
        color: dashed ? "var(--accent)" : "var(--axis)",
        strokeDash: dashed ? [4, 3] : [],
        strokeWidth: dashed ? 1.5 : 1
      },
      encoding: { x: { ...x, field: "value" }, y: { ...pixels, field: "from" }, y2: { field: "to" } }
    }) as const
  return {
    ...chartFrame(rows.length * row.height),
    autosize: { type: "fit-x", contains: "padding" },
    layer: [
      reference(false),
      reference(true),
      {
        data: { values: seeds },
        mark: { type: "point", filled: false, size: 28, opacity: 0.75 },
        encoding: { x: { ...x, field: "value" }, y: { ...pixels, field: "y" }, color }
      },
      {
        data: {
          values: rows.map((values) => ({
            ...values,
            lower: values.lower ?? values.estimate,
            upper: values.upper ?? values.estimate,
            y: values.top + row.interval
          }))
        },
        layer: [
          {
            mark: { type: "rule", strokeWidth: 2.5 },
            encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y: { ...pixels, field: "y" }, color }
          },
          {
            mark: { type: "point", filled: true, shape: "square", size: 70, opacity: 1 },
            encoding: { x: { ...x, field: "estimate" }, y: { ...pixels, field: "y" }, color }
          }
        ]
      },
      {
        data: {
          values: rows.map((values) => ({ ...values, y: values.top + row.label, words: values.top + row.words }))
        },
        layer: [
          {
            mark: { type: "text", align: "left", fontWeight: "bold", limit: longestName },
            encoding: { x: { value: 0 }, y: { ...pixels, field: "y" }, text: { field: "label" } }
          },
          {
            mark: { type: "text", align: row === beside ? "right" : "left" },
            encoding: {
              x: { value: row === beside ? "width" : 0 },
              y: { ...pixels, field: "words" },
              text: { field: "text" }
            }
          }
        ]
      }
    ]
  }
}
