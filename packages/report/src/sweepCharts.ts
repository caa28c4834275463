import { sweepChart } from "./charts/sweepChart.ts"
import { type BoundLine, type DepthSweep, isProbed } from "./depthSweep.ts"
import type { Chart } from "./drawChart.ts"
import { fixed, percent } from "./format.ts"
import type { ArmView, ReportModel } from "./reportModel.ts"

/** The drawings of the depth sweeps with what a reader who cannot see them is told. */
export const sweepCharts = (
  model: ReportModel,
  sweeps: ReadonlyArray<DepthSweep>,
  bounds: ReadonlyArray<BoundLine>
): ReadonlyArray<Chart> => {
  const told = (tell: (view: ArmView) => string) =>
    sweeps
      .flatMap(({ arms }) => arms)
      .map((view) => `${view.arm.architecture.blocks} blocks: ${tell(view)}`)
      .join("; ")
  return [
    {
      id: "chart-sweep-accuracy",
      title: "Test accuracy by depth",
      description: told(({ arm }) => `${percent(arm.testAccuracy.mean)} %`),
      spec: sweepChart({ sweeps, bounds, title: "test accuracy (%)", value: ({ testAccuracy }) => 100 * testAccuracy })
    },
    {
      id: "chart-sweep-time",
      title: "Training time by depth",
      description: told(({ arm }) => `${fixed(arm.trainSeconds.mean, 1)} seconds`),
      spec: sweepChart({ sweeps, bounds, title: "training time (s)", value: ({ timing }) => timing.train })
    },
    ...(isProbed(model)
      ? [
          {
            id: "chart-sweep-onset",
            title: "Onset of identity by depth",
            description: told(({ runs }) =>
              runs.map(({ identity }) => (identity?.onset == null ? "none" : `after ${identity.onset}`)).join(", ")
            ),
            spec: sweepChart({
              sweeps,
              bounds,
              title: "onset of identity (blocks)",
              value: ({ identity }) => identity?.onset ?? null,
              diagonal: true
            })
          }
        ]
      : [])
  ]
}
