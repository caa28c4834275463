import { Effect } from "effect"
import { armGroups } from "./armGroups.ts"
import { rankDiagram } from "./charts/rankDiagram.ts"
import { boundLines, depthSweeps, isProbed } from "./depthSweep.ts"
import { drawChart } from "./drawChart.ts"
import { fixed } from "./format.ts"
import { type Html, html, noHtml } from "./html.ts"
import { identityCharts } from "./identityCharts.ts"
import { page } from "./page.ts"
import { reportCharts } from "./reportCharts.ts"
import type { ReportError } from "./reportError.ts"
import type { ReportModel } from "./reportModel.ts"
import { costSection } from "./sections/costSection.ts"
import { effectsSection } from "./sections/effectsSection.ts"
import { entropySection } from "./sections/entropySection.ts"
import { identitySection } from "./sections/identitySection.ts"
import { methodsSection } from "./sections/methodsSection.ts"
import { rankingSection } from "./sections/rankingSection.ts"
import { referencesSection } from "./sections/referencesSection.ts"
import { reproductionSection } from "./sections/reproductionSection.ts"
import { resultsSection } from "./sections/resultsSection.ts"
import { sweepSection } from "./sections/sweepSection.ts"
import { trainingSection } from "./sections/trainingSection.ts"
import { verdictSection } from "./sections/verdictSection.ts"
import { sweepCharts } from "./sweepCharts.ts"
import { references } from "./texts/references.ts"

type Drawn = Effect.Effect<Html, ReportError>

const ranking = (model: ReportModel): Drawn => {
  const { ranking: ranked } = model.comparison
  if (ranked === null) return Effect.succeed(noHtml)
  const chart = {
    id: "chart-ranks",
    title: "Mean rank of each variant by test accuracy",
    description: ranked.ranks.map(({ meanRank, variant }) => `${variant}: ${fixed(meanRank, 2)}`).join("; "),
    spec: rankDiagram(ranked, model.study.comparison.control)
  }
  return Effect.map(drawChart(chart), (drawing) => rankingSection(model, ranked, drawing))
}

const sweep = (model: ReportModel): Drawn => {
  const sweeps = depthSweeps(model.arms, model.study)
  if (sweeps.length === 0) return Effect.succeed(noHtml)
  const bounds = boundLines(model.estimate, sweeps[0]!)
  return Effect.map(Effect.forEach(sweepCharts(model, sweeps, bounds), drawChart), (drawings) =>
    sweepSection({ sweeps, bounds, drawings, probed: isProbed(model) })
  )
}

const identity = Effect.fnUntraced(function* (model: ReportModel) {
  const { charts, leftOut } = identityCharts(model)
  const drawings = yield* Effect.forEach(charts, drawChart)
  return drawings.length === 0 ? noHtml : identitySection(model, drawings, leftOut)
})

/** The page of a joined input, as text. */
export const reportPage = Effect.fnUntraced(function* (model: ReportModel): Effect.fn.Return<string, ReportError> {
  const charts = reportCharts(model)
  const groups = armGroups(model.arms)
  const effects =
    model.pairs.length === 0
      ? noHtml
      : effectsSection(model, {
          accuracy: yield* drawChart(charts.accuracyForest),
          time: yield* drawChart(charts.timeForest)
        })
  const training = { accuracy: yield* drawChart(charts.accuracyCurve), loss: yield* drawChart(charts.lossCurve) }
  const cost = { time: yield* drawChart(charts.cost), parameters: yield* drawChart(charts.parameters) }
  const sections = [
    verdictSection(model),
    resultsSection(model),
    effects,
    yield* ranking(model),
    yield* sweep(model),
    costSection(model, groups, cost),
    entropySection(model, yield* drawChart(charts.histogram)),
    yield* identity(model),
    trainingSection(groups, training),
    methodsSection(model),
    referencesSection(references(model)),
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
