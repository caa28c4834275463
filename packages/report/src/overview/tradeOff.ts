import type { TopLevelSpec } from "vega-lite"
import { armScales } from "../charts/armScales.ts"
import { chartFrame } from "../charts/chartTheme.ts"
import type { OverviewRow, StudyView } from "./overviewRows.ts"

/** A point per comparison: the ratio of training times across, the difference of accuracy up, one look a study. */
export const tradeOff = (views: ReadonlyArray<StudyView>, rows: ReadonlyArray<OverviewRow>): TopLevelSpec => {
  const { color, shape } = armScales(views.map(({ name, style }) => ({ label: name, style })))
  return {
    ...chartFrame(300),
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: "var(--axis)" },
        encoding: { y: { field: "zero", type: "quantitative" } }
      },
      {
        data: { values: [{ one: 1 }] },
        mark: { type: "rule", color: "var(--axis)" },
        encoding: { x: { field: "one", type: "quantitative" } }
      },
      {
        data: {
          values: rows.map(({ comparison, of }) => ({
            arm: of.name,
            ratio: comparison.timeRatio.estimate,
            difference: 100 * comparison.accuracyDifference.estimate
          }))
        },
        mark: { type: "point", filled: true, size: 75, opacity: 0.9 },
        encoding: {
          x: {
            field: "ratio",
            type: "quantitative",
            title: "ratio of training times",
            scale: { zero: false, padding: 12 }
          },
          y: {
            field: "difference",
            type: "quantitative",
            title: "difference of test accuracy (points)",
            scale: { zero: false, padding: 12 }
          },
          color,
          shape
        }
      }
    ]
  }
}
