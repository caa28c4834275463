import { Effect } from "effect"
import { mostForestRows } from "../charts/forestPlot.ts"
import { drawChart } from "../drawChart.ts"
import { figure, legend } from "../figure.ts"
import { listed } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import { page } from "../page.ts"
import type { ReportError } from "../reportError.ts"
import { digestTable } from "../sections/digestTable.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { terms } from "../terms.ts"
import { overviewCharts } from "./overviewCharts.ts"
import type { OverviewInput } from "./overviewInput.ts"
import { type OverviewRow, overviewRows, type StudyView, studyViews } from "./overviewRows.ts"
import { overviewTable, studiesTable } from "./overviewTables.ts"
import { overviewVerdict } from "./overviewVerdict.ts"

const figures = Effect.fnUntraced(function* (
  views: ReadonlyArray<StudyView>,
  rows: ReadonlyArray<OverviewRow>
): Effect.fn.Return<Html, ReportError> {
  if (rows.length === 0) return noHtml
  const charts = overviewCharts(views, rows)
  const [better, faster] = rows.length > mostForestRows ? ["above", "below"] : ["right of", "left of"]
  const key = legend(views.map(({ name, style }) => ({ label: name, style })))
  return html`<section id="effects" aria-labelledby="effects-heading">
<h2 id="effects-heading">Differences from the controls</h2>
${figure({
  drawings: [yield* drawChart(charts.accuracy), yield* drawChart(charts.time)],
  key,
  caption: html`<strong>Each variant against the control of its study</strong>, paired by seed: estimates with their intervals. Test accuracy: ${better} zero is better, and the dashed lines are the margins. Training time: ${faster} 1 is faster.`
})}
${figure({
  drawings: [yield* drawChart(charts.tradeOff)],
  key,
  caption: html`<strong>What a saving costs.</strong> One point per comparison: left of 1 trains faster than its control, above zero is more accurate.`
})}
${terms(["paired by seed", "interval", "percentage point", "non-inferior", "time ratio"])}
</section>
`
})

/** The page of several studies together, as text: their verdicts, one table of all comparisons, and the joint drawings. */
export const overviewPage = Effect.fnUntraced(function* (input: OverviewInput): Effect.fn.Return<string, ReportError> {
  const views = studyViews(input)
  const rows = overviewRows(views)
  const verdict = overviewVerdict(views)
  const names = listed(views.map(({ name }) => name))
  return page({
    title: `${names} · ebcle`,
    description: verdict,
    about: html`<p class="caps">ebcle, ${views.length} studies</p>
<h1>${names}</h1>`,
    sections: [
      html`<section id="verdict" aria-labelledby="verdict-heading">
<h2 id="verdict-heading" class="caps">Verdict</h2>
<p class="lead long">${verdict}</p>
${views.map(
  ({ comparison, name, study }) => html`<article class="finding">
<h3>${study.title} <span class="quiet">${name}</span></h3>
<p>${comparison.verdict}</p>
</article>
`
)}
</section>
`,
      html`<section id="results" aria-labelledby="results-heading">
<h2 id="results-heading">Results</h2>
${htmlTable(studiesTable(views))}
${rows.length === 0 ? noHtml : htmlTable(overviewTable(rows))}
${terms(["n", "percentage point", "interval", "time ratio", "multiply-adds", "non-inferior", "not shown", "refused"])}
</section>
`,
      yield* figures(views, rows),
      html`<section id="reproduction" aria-labelledby="reproduction-heading">
<h2 id="reproduction-heading">Repeating these studies</h2>
<pre class="command" tabindex="0"><code>${input.command}</code></pre>
<p>Study files: ${views.map(({ studyFile }, index) => html`${index === 0 ? "" : ", "}<code>${studyFile}</code>`)}. Each study has a page of its own with its methods, references and environment.</p>
${digestTable(input.digests)}
</section>
`
    ]
  }).toString()
})
