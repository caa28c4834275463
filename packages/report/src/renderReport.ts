import { Effect } from "effect"
import { accuracyAgainstTime } from "./charts/accuracyAgainstTime.ts"
import { accuracyForest } from "./charts/accuracyForest.ts"
import { entropyHistogram } from "./charts/entropyHistogram.ts"
import { timeForest } from "./charts/timeForest.ts"
import { trainingCurve } from "./charts/trainingCurve.ts"
import { type Chart, drawChart } from "./drawChart.ts"
import { counted, fixed, percent, points } from "./format.ts"
import { html, noHtml } from "./html.ts"
import { page } from "./page.ts"
import type { ReportError } from "./reportError.ts"
import type { ReportInput } from "./reportInput.ts"
import { type ReportModel, reportModel } from "./reportModel.ts"
import { costSection } from "./sections/costSection.ts"
import { effectsSection } from "./sections/effectsSection.ts"
import { entropySection } from "./sections/entropySection.ts"
import { methodsSection } from "./sections/methodsSection.ts"
import { referencesSection } from "./sections/referencesSection.ts"
import { reproductionSection } from "./sections/reproductionSection.ts"
import { resultsSection } from "./sections/resultsSection.ts"
import { trainingSection } from "./sections/trainingSection.ts"
import { verdictSection } from "./sections/verdictSection.ts"

/** The drawings of a report with what a reader who cannot see them is told. */
export const charts = ({ arms, estimate, pairs, profile }: ReportModel) => {
  const perArm = (describe: (view: ReportModel["arms"][number]) => string) => arms.map(describe).join("; ")
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
      description: pairs
        .map(
          ({ arm, comparison: { accuracyDifference: d } }) =>
            `${arm.label}: ${points(d.estimate)} percentage points, from ${points(d.lower)} to ${points(d.upper)}`
        )
        .join("; "),
      spec: accuracyForest(pairs)
    },
    timeForest: {
      id: "chart-ratios",
      title: "Ratios of training time to the control",
      description: pairs
        .map(
          ({ arm, comparison: { timeRatio: r } }) =>
            `${arm.label}: ${fixed(r.estimate, 3)}, from ${fixed(r.lower, 3)} to ${fixed(r.upper, 3)}`
        )
        .join("; "),
      spec: timeForest(pairs)
    },
    accuracyCurve: {
      id: "chart-accuracy",
      title: "Test accuracy by epoch",
      description: perArm(({ arm, label }) => `${label} ends at ${percent(arm.testAccuracy.mean)} % on average`),
      spec: trainingCurve({ arms, title: "test accuracy (%)", value: ({ testAccuracy }) => 100 * testAccuracy })
    },
    lossCurve: {
      id: "chart-loss",
      title: "Test loss by epoch",
      description: perArm(({ label, runs }) => `${label}, ${counted(runs.length, "run")}`),
      spec: trainingCurve({ arms, title: "test loss (nats)", value: ({ testLoss }) => testLoss })
    },
    cost: {
      id: "chart-cost",
      title: "Test accuracy against training time",
      description: perArm(
        ({ arm, label }) =>
          `${label}: ${percent(arm.testAccuracy.mean)} % after ${fixed(arm.trainSeconds.mean, 1)} seconds on average`
      ),
      spec: accuracyAgainstTime(arms)
    }
  } satisfies Record<string, Chart>
}

/**
 * The page of one study: a self-contained HTML document as text.
 *
 * It is a function of its input alone, so the same input gives the same bytes.
 *
 * @returns fails with `InputsDisagree` when a run, an arm or a dataset does not fit the comparison, and with
 * `ChartNotDrawn` when a drawing fails
 */
export const renderReport = Effect.fnUntraced(function* (input: ReportInput): Effect.fn.Return<string, ReportError> {
  const model = yield* reportModel(input)
  const { accuracyCurve, accuracyForest, cost, histogram, lossCurve, timeForest } = charts(model)
  const effects =
    model.pairs.length === 0
      ? noHtml
      : effectsSection(model, { accuracy: yield* drawChart(accuracyForest), time: yield* drawChart(timeForest) })
  const sections = [
    verdictSection(model),
    resultsSection(model),
    entropySection(model, yield* drawChart(histogram)),
    effects,
    trainingSection(model, { accuracy: yield* drawChart(accuracyCurve), loss: yield* drawChart(lossCurve) }),
    costSection(model, yield* drawChart(cost)),
    methodsSection(model),
    referencesSection(),
    reproductionSection(model)
  ]
  const { about, title } = model.study
  return page({
    title: `${title} · ebcle`,
    description: model.comparison.verdict,
    about: html`<p class="caps">ebcle study <span class="name">${model.comparison.study}</span></p>
<h1>${title}</h1>
<p class="quiet">${about.shows}</p>`,
    sections
  }).toString()
})
