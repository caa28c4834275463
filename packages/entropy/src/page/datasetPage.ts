import { type Chart, counted, drawChart, html, integer, noHtml, page, type ReportError } from "@ebcle/report"
import { Effect } from "effect"
import { measures } from "../measures.ts"
import { classChart, correlationChart, distributionChart, driftChart, drifts, scatterChart } from "./charts.ts"
import type { MeasureView, PageInput } from "./pageInput.ts"
import { comparisonSection, driftSection, measureSection, overviewSection } from "./sections.ts"

const styles = `
.galleries { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.25rem 2rem; margin-top: 1.5rem; }
.pictures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .75rem; margin: .5rem 0 0; padding: 0; list-style: none; max-width: 20rem; }
.pictures li { font: .75rem/1.4 var(--sans); font-variant-numeric: tabular-nums; min-width: 0; }
.pictures img { display: block; width: 100%; height: auto; image-rendering: pixelated; background: var(--raised); margin-bottom: .25rem; }
.wide { overflow-x: auto; }
.wide .chart { min-width: 34rem; max-width: 60rem; }
`

const drawMeasure = (view: MeasureView, input: PageInput) => {
  const { measure, mean, sd, count } = view.train.profile
  const { title } = measures[measure]
  const charts: ReadonlyArray<Chart> = [
    {
      id: `${measure}-distribution`,
      title: `Distribution of the ${title}`,
      description: `Share of the images by ${title}, training against test. ${count} training images with mean ${mean.toPrecision(4)} and standard deviation ${sd.toPrecision(3)} ${view.train.profile.unit}.`,
      spec: distributionChart(view, input.unit)
    },
    {
      id: `${measure}-classes`,
      title: `${title} by class`,
      description: `Of each of ${input.dataset.classes.length} classes the 5, 25, 50, 75 and 95 % quantiles.`,
      spec: classChart(view, input)
    }
  ]
  return Effect.map(Effect.forEach(charts, drawChart), (drawings) => measureSection(view, input, drawings))
}

const drawComparison = Effect.fnUntraced(function* ({ unit, views }: PageInput) {
  const [first, ...others] = views as readonly [MeasureView, ...ReadonlyArray<MeasureView>]
  if (others.length === 0) return noHtml
  const titleOf = (view: MeasureView) => measures[view.train.profile.measure].title
  const correlations = yield* drawChart({
    id: "correlations",
    title: "Rank correlations of the measures",
    description: `A matrix of Spearman's rank correlations of ${views.length} measures.`,
    spec: correlationChart(views)
  })
  const scatters = yield* Effect.forEach(others, (other) =>
    drawChart({
      id: `against-${other.train.profile.measure}`,
      title: `${titleOf(first)} against ${titleOf(other)}`,
      description: "A dot for each of about 250 training images.",
      spec: scatterChart(first, other, unit)
    })
  )
  return comparisonSection(correlations, scatters, titleOf(first))
})

/**
 * The page of a dataset: a self-contained HTML document as text, without a script. The same input gives the same bytes.
 *
 * @errors ReportError ChartNotDrawn
 */
export const datasetPage = Effect.fnUntraced(function* (input: PageInput): Effect.fn.Return<string, ReportError> {
  const { dataset, views } = input
  const found = drifts(views)
  const drift = yield* drawChart({
    id: "drift-distances",
    title: "Distance between training and test images",
    description: found.map(({ distance, measure }) => `${measure} ${distance.toFixed(4)}`).join(", "),
    spec: driftChart(found)
  })
  const sections = yield* Effect.forEach(views, (view) => drawMeasure(view, input))
  return page({
    title: `${dataset.name} · ebcle`,
    description: `The entropy of ${dataset.name}, image by image.`,
    about: html`<p class="caps">ebcle dataset</p>
<h1>${dataset.name}</h1>
<p class="quiet">${counted(dataset.splits.train.count, "training image")} and ${integer(dataset.splits.test.count)} test images of ${dataset.shape.join(" × ")} (height, width, channels), ${dataset.classes.length} classes. ${dataset.citation}. Licence: ${dataset.licence}.</p>`,
    sections: [overviewSection(input), ...sections, yield* drawComparison(input), driftSection(input, found, drift)],
    styles,
    pictures: true
  }).toString()
})
