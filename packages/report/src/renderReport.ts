import { Effect } from "effect"
import { drawChart } from "./drawChart.ts"
import { html, noHtml } from "./html.ts"
import { identityCharts } from "./identityCharts.ts"
import { page } from "./page.ts"
import { reportCharts } from "./reportCharts.ts"
import type { ReportError } from "./reportError.ts"
import type { ReportInput } from "./reportInput.ts"
import { reportModel } from "./reportModel.ts"
import { costSection } from "./sections/costSection.ts"
import { effectsSection } from "./sections/effectsSection.ts"
import { entropySection } from "./sections/entropySection.ts"
import { identitySection } from "./sections/identitySection.ts"
import { methodsSection } from "./sections/methodsSection.ts"
import { referencesSection } from "./sections/referencesSection.ts"
import { reproductionSection } from "./sections/reproductionSection.ts"
import { resultsSection } from "./sections/resultsSection.ts"
import { trainingSection } from "./sections/trainingSection.ts"
import { verdictSection } from "./sections/verdictSection.ts"

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
  const { accuracyCurve, accuracyForest, cost, histogram, lossCurve, timeForest } = reportCharts(model)
  const effects =
    model.pairs.length === 0
      ? noHtml
      : effectsSection(model, { accuracy: yield* drawChart(accuracyForest), time: yield* drawChart(timeForest) })
  const identity = yield* Effect.forEach(identityCharts(model), (chart) =>
    Effect.map(drawChart(chart), (drawing) => ({ label: chart.title, drawing }))
  )
  const sections = [
    verdictSection(model),
    resultsSection(model),
    entropySection(model, yield* drawChart(histogram)),
    effects,
    trainingSection(model, { accuracy: yield* drawChart(accuracyCurve), loss: yield* drawChart(lossCurve) }),
    identity.length === 0 ? noHtml : identitySection(model, identity),
    costSection(model, yield* drawChart(cost)),
    methodsSection(model),
    referencesSection(),
    reproductionSection(model)
  ]
  const { about, title } = model.study
  return page({
    title: `${title} · ebcle`,
    description: model.comparison.verdict,
    about: html`<p class="caps">ebcle study <span class="name">${model.runs[0]!.cell.study}</span></p>
<h1>${title}</h1>
<p class="quiet">${about.shows}</p>`,
    sections
  }).toString()
})
