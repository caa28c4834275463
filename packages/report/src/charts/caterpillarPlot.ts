import type { PairedComparison } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import { chartFrame } from "./chartTheme.ts"
import { forestAxis } from "./forestAxis.ts"
import type { ForestLine } from "./forestPlot.ts"

/** One comparison among many: an interval without a name. */
export interface CaterpillarRow {
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
  readonly verdict: PairedComparison["nonInferiority"]["verdict"]
}

/** Intervals beside each other in order of their estimates: a forest plot for more comparisons than can be named. */
export const caterpillarPlot = (options: {
  readonly rows: ReadonlyArray<CaterpillarRow>
  readonly lines: ReadonlyArray<ForestLine>
  readonly title: string
  readonly logarithm?: true
}): TopLevelSpec => {
  const values = options.rows
    .toSorted((a, b) => a.estimate - b.estimate)
    .map((row, place) => ({
      ...row,
      place: place + 1,
      lower: row.lower ?? row.estimate,
      upper: row.upper ?? row.estimate
    }))
  const x = {
    field: "place",
    type: "quantitative",
    title: "comparison, in order of its estimate",
    scale: { domainMin: 0, domainMax: values.length + 1, nice: false }
  } as const
  const y = { type: "quantitative", ...forestAxis(options) } as const
  const color = {
    field: "verdict",
    type: "nominal",
    legend: null,
    scale: {
      domain: ["non-inferior", "not shown", "refused"] as Array<string>,
      range: ["var(--good)", "var(--open)", "var(--refused)"] as Array<string>
    }
  } as const
  return {
    ...chartFrame(260),
    layer: [
      {
        data: { values },
        mark: { type: "rule", opacity: 0.55 },
        encoding: { x, y: { ...y, field: "lower" }, y2: { field: "upper" }, color }
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 9, opacity: 1 },
        encoding: { x, y: { ...y, field: "estimate" }, color }
      },
      ...options.lines.map(
        ({ dashed, value }) =>
          ({
            data: { values: [{ value }] },
            mark: { type: "rule", color: dashed ? "var(--accent)" : "var(--axis)", strokeDash: dashed ? [4, 3] : [] },
            encoding: { y: { ...y, field: "value" } }
          }) as const
      )
    ]
  }
}
