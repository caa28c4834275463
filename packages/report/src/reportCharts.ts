import { armGroups } from "./armGroups.ts"
import { accuracyAgainstCost, parameterCost, timeCost } from "./charts/accuracyAgainstCost.ts"
import { accuracyForest } from "./charts/accuracyForest.ts"
import { entropyHistogram } from "./charts/entropyHistogram.ts"
import { timeForest } from "./charts/timeForest.ts"
import { trainingCurve } from "./charts/trainingCurve.ts"
import type { Chart } from "./drawChart.ts"
import { counted, fixed, interval, percent, points, ratio } from "./format.ts"
import type { ReportModel } from "./reportModel.ts"
import { told } from "./told.ts"

/** The drawings of a report with what a reader who cannot see them is told. */
export const reportCharts = ({ arms, estimate, pairs, profile }: ReportModel) => {
  const groups = armGroups(arms)
  return {
    histogram: {
      id: "chart-entropy",
      title: `Histogram of the entropy of ${counted(profile.count, "image")} of ${profile.dataset}`,
      description: `From ${fixed(profile.minimum, 3)} to ${fixed(profile.maximum, 3)} nats, median ${fixed(profile.quantiles.q50, 3)}; the depth bound is ${estimate.bound} ${estimate.unit}.`,
      spec: entropyHistogram(profile, estimate)
    },
    accuracyForest: {
      id: "chart-differences",
      title: "Differences of test accuracy from the control",
      description: told(
        pairs,
        ({ arm, comparison: { accuracyDifference: d } }) =>
          `${arm.label}: ${points(d.estimate)} percentage points ${interval(d, points)}`
      ),
      spec: accuracyForest(pairs)
    },
    timeForest: {
      id: "chart-ratios",
      title: "Ratios of training time to the control",
      description: told(
        pairs,
        ({ arm, comparison: { timeRatio: r } }) => `${arm.label}: ${ratio(r.estimate)} ${interval(r, ratio)}`
      ),
      spec: timeForest(pairs)
    },
    accuracyCurve: {
      id: "chart-accuracy",
      title: "Test accuracy by epoch",
      description: told(arms, ({ arm, label }) => `${label} ends at ${percent(arm.testAccuracy.mean)} % on average`),
      spec: trainingCurve({ groups, title: "test accuracy (%)", value: ({ testAccuracy }) => 100 * testAccuracy })
    },
    lossCurve: {
      id: "chart-loss",
      title: "Test loss by epoch",
      description: told(arms, ({ label, runs }) => {
        const losses = runs.map(({ testLoss }) => testLoss)
        return `${label} ends between ${fixed(Math.min(...losses), 4)} and ${fixed(Math.max(...losses), 4)}`
      }),
      spec: trainingCurve({ groups, title: "test loss", logarithm: true, value: ({ testLoss }) => testLoss })
    },
    cost: {
      id: "chart-cost",
      title: "Test accuracy against training time",
      description: told(
        arms,
        ({ arm, label }) =>
          `${label}: ${percent(arm.testAccuracy.mean)} % after ${fixed(arm.trainSeconds.mean, 1)} seconds on average`
      ),
      spec: accuracyAgainstCost(groups, timeCost)
    },
    parameters: {
      id: "chart-parameters",
      title: "Test accuracy against parameters",
      description: told(
        arms,
        ({ arm, label }) =>
          `${label}: ${percent(arm.testAccuracy.mean)} % with ${counted(arm.architecture.parameters, "parameter")}`
      ),
      spec: accuracyAgainstCost(groups, parameterCost)
    }
  } satisfies Record<string, Chart>
}
