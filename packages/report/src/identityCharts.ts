import { identityHeatMap } from "./charts/identityHeatMap.ts"
import type { Chart } from "./drawChart.ts"
import { fixed } from "./format.ts"
import type { ArmView, ReportModel } from "./reportModel.ts"

/** Whether the blocks of an arm have ratios to draw. */
const hasRatios = ({ runs }: ArmView): boolean =>
  runs.some(({ epochs }) => epochs.some(({ blocks = [] }) => blocks.some(({ ratio }) => ratio !== null && ratio > 0)))

/** Least and largest ratio of the last epoch's blocks. */
const range = ({ runs }: ArmView): string => {
  const ratios = runs.flatMap(({ epochs }) => (epochs.at(-1)!.blocks ?? []).flatMap(({ ratio }) => ratio ?? []))
  return `${fixed(Math.min(...ratios), 3)} to ${fixed(Math.max(...ratios), 3)}`
}

/** A heat map for each arm whose blocks were looked at. */
export const identityCharts = ({ arms }: ReportModel): ReadonlyArray<Chart> =>
  arms.filter(hasRatios).map((view, i) => ({
    id: `chart-identity-${i + 1}`,
    title: `What each block of ${view.label} adds, by epoch`,
    description: `After the last epoch the ratios of the blocks are ${range(view)}.`,
    spec: identityHeatMap(view)
  }))
