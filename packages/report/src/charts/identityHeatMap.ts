import type { TopLevelSpec } from "vega-lite"
import type { ArmView } from "../reportModel.ts"
import { chartFrame } from "./chartTheme.ts"
import { logarithmTicks } from "./logarithmTicks.ts"

const rowHeight = 18
/** Title, axis and legend. */
const surroundings = 110

/** The ratio of each block at each epoch, the mean over the seeds of an arm; none where it is 0 or was not taken. */
const meanRatios = ({ runs }: ArmView) => {
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
  return [...sums.values()].map(({ block, count, epoch, sum }) => ({ block, epoch, ratio: sum / count }))
}

/** Least and largest ratio of several arms: maps on one scale of colours can be held beside each other. */
export const ratioRange = (arms: ReadonlyArray<ArmView>): readonly [least: number, most: number] =>
  arms
    .flatMap(meanRatios)
    .reduce<readonly [number, number]>(
      ([least, most], { ratio }) => [Math.min(least, ratio), Math.max(most, ratio)],
      [Infinity, 0]
    )

/**
 * A cell for each block and epoch of an arm, coloured by the mean over the seeds of the block's ratio, on a logarithm
 * between the ends of a range.
 */
export const identityHeatMap = (view: ArmView, [least, most]: readonly [number, number]): TopLevelSpec => {
  const values = meanRatios(view)
  const blocks = [...new Set(values.map(({ block }) => block))]
  return {
    ...chartFrame(rowHeight * blocks.length + surroundings),
    title: { text: view.label, anchor: "start", fontSize: 11.5, color: "var(--ink)" },
    data: { values },
    mark: { type: "rect" },
    encoding: {
      x: { field: "epoch", type: "ordinal", title: "epoch", axis: { labelAngle: 0, labelOverlap: true } },
      y: { field: "block", type: "ordinal", title: null, sort: blocks },
      color: {
        field: "ratio",
        type: "quantitative",
        title: "ratio",
        scale: { type: "log", scheme: "viridis", domain: [least, most], nice: false },
        legend: {
          orient: "top",
          direction: "horizontal",
          gradientLength: 180,
          values: logarithmTicks(least, most),
          format: "~g",
          labelOverlap: "greedy",
          titleColor: "var(--ink)",
          labelColor: "var(--muted)"
        }
      }
    }
  }
}
