import type { TopLevelSpec } from "vega-lite"
import type { ArmView } from "../reportModel.ts"
import { chartFrame } from "./chartTheme.ts"

const rowHeight = 18
/** Title, axis and legend. */
const surroundings = 90

/** A cell for each block and epoch of an arm, coloured by the mean over the seeds of the block's ratio, on a logarithm. */
export const identityHeatMap = ({ runs }: ArmView): TopLevelSpec => {
  const sums = new Map<string, { readonly block: string; readonly epoch: number; sum: number; count: number }>()
  for (const { epochs } of runs) {
    for (const { blocks = [], epoch } of epochs) {
      for (const { block, ratio } of blocks) {
        if (ratio === null || ratio === 0) continue
        const cell = sums.get(`${block}/${epoch}`) ?? { block, epoch, sum: 0, count: 0 }
        cell.sum += ratio
        cell.count += 1
        sums.set(`${block}/${epoch}`, cell)
      }
    }
  }
  const values = [...sums.values()].map(({ block, count, epoch, sum }) => ({ block, epoch, ratio: sum / count }))
  const blocks = [...new Set(values.map(({ block }) => block))]
  return {
    ...chartFrame(rowHeight * blocks.length + surroundings),
    data: { values },
    mark: { type: "rect" },
    encoding: {
      x: { field: "epoch", type: "ordinal", title: "epoch", axis: { labelAngle: 0, labelOverlap: true } },
      y: { field: "block", type: "ordinal", title: null, sort: blocks },
      color: {
        field: "ratio",
        type: "quantitative",
        title: "ratio",
        scale: { type: "log", scheme: "viridis" },
        legend: {
          orient: "top",
          direction: "horizontal",
          gradientLength: 180,
          titleColor: "var(--ink)",
          labelColor: "var(--muted)"
        }
      }
    }
  }
}
