import type { TopLevelSpec } from "vega-lite"
import type { ArmView } from "../reportModel.ts"
import { armScales } from "./armScales.ts"
import { chartFrame } from "./chartTheme.ts"

/** A point per run: training time in seconds across, final test accuracy in percent up. */
export const accuracyAgainstTime = (arms: ReadonlyArray<ArmView>): TopLevelSpec => {
  const { color, shape } = armScales(arms)
  return {
    ...chartFrame(300),
    data: {
      values: arms.flatMap(({ label, runs }) =>
        runs.map(({ testAccuracy, timing }) => ({ arm: label, seconds: timing.train, accuracy: 100 * testAccuracy }))
      )
    },
    mark: { type: "point", filled: true, size: 58, opacity: 0.8 },
    encoding: {
      x: {
        field: "seconds",
        type: "quantitative",
        title: "training time (s)",
        scale: { zero: false, padding: 10 }
      },
      y: {
        field: "accuracy",
        type: "quantitative",
        title: "test accuracy (%)",
        scale: { zero: false, padding: 10 }
      },
      color,
      shape
    }
  }
}
