import type { TopLevelSpec } from "vega-lite"
import { type CaterpillarRow, caterpillarPlot } from "./caterpillarPlot.ts"
import { type ForestLine, type ForestRow, forestPlot, mostForestRows } from "./forestPlot.ts"

/** Intervals against reference lines: each with its words, or side by side where they are too many for that. */
export const forest = (options: {
  readonly rows: ReadonlyArray<ForestRow & CaterpillarRow>
  readonly lines: ReadonlyArray<ForestLine>
  readonly title: string
  readonly logarithm?: true
}): TopLevelSpec => (options.rows.length > mostForestRows ? caterpillarPlot(options) : forestPlot(options))
