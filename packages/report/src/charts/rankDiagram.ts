import type { Ranking } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import { fixed } from "../format.ts"
import { chartFrame } from "./chartTheme.ts"

const rowHeight = 26

/** Mean ranks, best first, with the band around the control's in which a rank does not differ from it. */
export const rankDiagram = ({ criticalDifference, ranks }: Ranking, control: string): TopLevelSpec => {
  const sorted = ranks.toSorted((a, b) => a.meanRank - b.meanRank)
  const rows = sorted.map(({ meanRank, variant }) => ({
    variant,
    meanRank,
    text: fixed(meanRank, 2),
    kind: variant === control ? "control" : "variant"
  }))
  const own = ranks.find(({ variant }) => variant === control)!.meanRank
  const x = {
    type: "quantitative",
    title: "mean rank (1 is the best)",
    axis: { tickMinStep: 1 },
    scale: { domainMin: 1, domainMax: ranks.length, nice: false, padding: 14 }
  } as const
  const y = { field: "variant", type: "nominal", title: null, sort: rows.map(({ variant }) => variant) } as const
  const color = {
    field: "kind",
    type: "nominal",
    legend: null,
    scale: { domain: ["control", "variant"] as Array<string>, range: ["var(--ink)", "var(--arm-1)"] as Array<string> }
  } as const
  return {
    ...chartFrame(rows.length * rowHeight + 50),
    layer: [
      {
        data: {
          values: [
            { from: Math.max(1, own - criticalDifference), to: Math.min(ranks.length, own + criticalDifference) }
          ]
        },
        mark: { type: "rect", color: "var(--bar)", opacity: 0.35 },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" } }
      },
      {
        data: { values: [{ own }] },
        mark: { type: "rule", color: "var(--axis)" },
        encoding: { x: { ...x, field: "own" } }
      },
      {
        data: { values: rows },
        layer: [
          {
            mark: { type: "point", filled: true, size: 80, opacity: 1 },
            encoding: { x: { ...x, field: "meanRank" }, y, color }
          },
          {
            mark: { type: "text", align: "left", dx: 8 },
            encoding: { x: { ...x, field: "meanRank" }, y, text: { field: "text" } }
          }
        ]
      }
    ]
  }
}
