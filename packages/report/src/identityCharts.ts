import { identityHeatMap, ratioRange } from "./charts/identityHeatMap.ts"
import type { Chart } from "./drawChart.ts"
import { fixed } from "./format.ts"
import type { ArmView, ReportModel } from "./reportModel.ts"
import { lastBlocks } from "./tables/onsetTable.ts"

/** More heat maps than this would be scrolled past. */
const mostMaps = 6

/** Whether the blocks of an arm have ratios to draw. */
const hasRatios = ({ runs }: ArmView): boolean =>
  runs.some(({ epochs }) => epochs.some(({ blocks = [] }) => blocks.some(({ ratio }) => ratio !== null && ratio > 0)))

/** Least and largest ratio of the last epoch's blocks. */
const lastRange = (view: ArmView): string => {
  const ratios = lastBlocks(view).flatMap(({ ratio }) => ratio ?? [])
  return `${fixed(Math.min(...ratios), 3)} to ${fixed(Math.max(...ratios), 3)}`
}

/** A heat map for each of the first arms whose blocks were looked at, and how many arms have none for being too many. */
export const identityCharts = ({
  arms
}: ReportModel): { readonly charts: ReadonlyArray<Chart>; readonly leftOut: number } => {
  const probed = arms.filter(hasRatios)
  const drawn = probed.slice(0, mostMaps)
  const range = ratioRange(drawn)
  const charts = drawn.map((view, i) => ({
    id: `chart-identity-${i + 1}`,
    title: `What each block of ${view.label} adds, by epoch`,
    description: `After the last epoch the ratios of the blocks are ${lastRange(view)}.`,
    spec: identityHeatMap(view, range)
  }))
  return { charts, leftOut: probed.length - charts.length }
}
