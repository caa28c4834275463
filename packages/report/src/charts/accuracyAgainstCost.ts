import type { RunRecord } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import type { ArmGroup } from "../armGroups.ts"
import { paretoFront } from "../paretoFront.ts"
import type { ArmView } from "../reportModel.ts"
import { armScales } from "./armScales.ts"
import { chartFrame } from "./chartTheme.ts"

/** More runs than this are drawn as the means of their arms alone. */
export const mostRunPoints = 1000

/** Costs that differ by more than this factor are set on a logarithm. */
const logarithmFrom = 20

/** A cost of a run and the mean cost of an arm, and what the axis says. */
export interface Cost {
  readonly title: string
  readonly ofRun: (run: RunRecord) => number
  readonly ofArm: (view: ArmView) => number
}

export const timeCost: Cost = {
  title: "training time (s)",
  ofRun: ({ timing }) => timing.train,
  ofArm: ({ arm }) => arm.trainSeconds.mean
}

export const parameterCost: Cost = {
  title: "parameters",
  ofRun: ({ architecture }) => architecture.parameters,
  ofArm: ({ arm }) => arm.architecture.parameters
}

/** Test accuracy in percent against a cost: runs small, means of arms large, the front of the best means as steps. */
export const accuracyAgainstCost = (groups: ReadonlyArray<ArmGroup>, cost: Cost): TopLevelSpec => {
  const { color, shape } = armScales(groups)
  const means = groups.flatMap(({ arms, label }) =>
    arms.map((view) => ({ arm: label, cost: cost.ofArm(view), gain: 100 * view.arm.testAccuracy.mean }))
  )
  const runs = groups.flatMap(({ arms, label }) =>
    arms.flatMap((view) =>
      view.runs.map((run) => ({ arm: label, cost: cost.ofRun(run), gain: 100 * run.testAccuracy }))
    )
  )
  const costs = means.map((mean) => mean.cost)
  const wide = Math.max(...costs) / Math.min(...costs) > logarithmFrom
  const x = {
    field: "cost",
    type: "quantitative",
    title: cost.title,
    axis: { format: "~s" },
    scale: wide ? ({ type: "log", padding: 10 } as const) : { zero: false, padding: 10 }
  } as const
  const y = {
    field: "gain",
    type: "quantitative",
    title: "test accuracy (%)",
    scale: { zero: false, padding: 10 }
  } as const
  return {
    ...chartFrame(300),
    layer: [
      {
        data: { values: paretoFront(means).map(({ cost, gain }) => ({ cost, gain })) },
        mark: { type: "line", interpolate: "step-after", color: "var(--axis)", strokeDash: [3, 3], strokeWidth: 1.25 },
        encoding: { x, y }
      },
      {
        data: { values: runs.length > mostRunPoints ? [] : runs },
        mark: { type: "point", filled: true, size: 22, opacity: 0.55 },
        encoding: { x, y, color, shape }
      },
      {
        data: { values: means },
        mark: { type: "point", filled: true, size: 95, opacity: 1, stroke: "var(--paper)", strokeWidth: 1 },
        encoding: { x, y, color, shape }
      }
    ]
  }
}
