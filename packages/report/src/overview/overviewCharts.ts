import type { TopLevelSpec } from "vega-lite"
import { forest } from "../charts/forest.ts"
import type { Chart } from "../drawChart.ts"
import { interval, points, ratio } from "../format.ts"
import { told } from "../told.ts"
import type { OverviewRow, StudyView } from "./overviewRows.ts"
import { tradeOff } from "./tradeOff.ts"

type Estimate = (row: OverviewRow) => {
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
}

const forestOf = (options: {
  readonly rows: ReadonlyArray<OverviewRow>
  readonly title: string
  readonly lines: ReadonlyArray<{ readonly value: number; readonly dashed: boolean }>
  readonly estimate: Estimate
  readonly text: (row: OverviewRow) => string
  readonly logarithm?: true
}): TopLevelSpec => {
  const { estimate, rows, text, ...others } = options
  return forest({
    ...others,
    rows: rows.map((row) => ({
      ...estimate(row),
      label: row.label,
      text: text(row),
      color: row.of.style.color,
      verdict: row.comparison.nonInferiority.verdict,
      seeds: []
    }))
  })
}

const inPoints = (share: number | null): number | null => (share === null ? null : 100 * share)

/** The joint drawings of several studies with what a reader who cannot see them is told. */
export const overviewCharts = (views: ReadonlyArray<StudyView>, rows: ReadonlyArray<OverviewRow>) => {
  const margins = [...new Set(rows.map(({ comparison }) => -100 * comparison.nonInferiority.margin))]
  const difference = ({ comparison: { accuracyDifference: d } }: OverviewRow) =>
    `${points(d.estimate)} ${interval(d, points)}`
  const times = ({ comparison: { timeRatio: r } }: OverviewRow) => `${ratio(r.estimate)} ${interval(r, ratio)}`
  return {
    accuracy: {
      id: "chart-differences",
      title: "Differences of test accuracy from the control",
      description: told(rows, (row) => `${row.label}: ${difference(row)} points`),
      spec: forestOf({
        rows,
        title: "difference of test accuracy (points)",
        lines: [{ value: 0, dashed: false }, ...margins.map((value) => ({ value, dashed: true }))],
        estimate: ({ comparison: { accuracyDifference: d } }) => ({
          estimate: 100 * d.estimate,
          lower: inPoints(d.lower),
          upper: inPoints(d.upper)
        }),
        text: difference
      })
    },
    time: {
      id: "chart-ratios",
      title: "Ratios of training time to the control",
      description: told(rows, (row) => `${row.label}: ${times(row)}`),
      spec: forestOf({
        rows,
        title: "ratio of training times",
        lines: [{ value: 1, dashed: false }],
        estimate: ({ comparison }) => comparison.timeRatio,
        text: times,
        logarithm: true
      })
    },
    tradeOff: {
      id: "chart-trade-off",
      title: "Difference of test accuracy against the ratio of training times",
      description: told(rows, (row) => `${row.label}: ${difference(row)} points at ${times(row)} of the time`),
      spec: tradeOff(views, rows)
    }
  } satisfies Record<string, Chart>
}
