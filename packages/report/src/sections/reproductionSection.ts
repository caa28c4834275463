import type { EngineDescription, RunRecord } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import { counted } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { runsTable } from "../tables/runsTable.ts"
import { seedsText } from "../texts/methods.ts"
import { digestTable } from "./digestTable.ts"

/** More runs than this are left to the file beside the page, which would open slowly with them. */
const mostRows = 600

const engineRows: ReadonlyArray<readonly [string, (engine: EngineDescription) => string]> = [
  ["Engine", ({ engine }) => engine],
  ["TensorFlow", ({ tensorflow }) => tensorflow],
  ["Device", ({ device }) => device],
  ["Threads within an operation", ({ intraOpThreads }) => String(intraOpThreads)],
  ["Threads between operations", ({ interOpThreads }) => String(interOpThreads)],
  ["oneDNN", ({ oneDnn }) => (oneDnn ? "on" : "off")],
  ["XLA", ({ xla }) => (xla === true ? "on" : "off")],
  ["Node.js", ({ node }) => node],
  ["Platform", ({ platform }) => platform]
]

const environment = (runs: ReadonlyArray<RunRecord>): Html => {
  const texts = runs.map(({ engine }) => JSON.stringify(engine))
  const engines = distinct(runs.map(({ engine }) => engine)).map((engine) => {
    const text = JSON.stringify(engine)
    return { engine, count: texts.filter((other) => other === text).length }
  })
  return html`<div class="scroll" role="region" aria-labelledby="environment-caption" tabindex="0">
<table>
<caption id="environment-caption"><span>Environment, as each run recorded it</span></caption>
<thead><tr><th scope="col">Part</th>${engines.map(({ count }) => html`<th scope="col">${counted(count, "run")}</th>`)}</tr></thead>
<tbody>${engineRows.map(
    ([name, value]) =>
      html`<tr><th scope="row">${name}</th>${engines.map(({ engine }) => html`<td>${value(engine)}</td>`)}</tr>`
  )}</tbody>
</table>
</div>
`
}

const allRuns = (model: ReportModel): Html =>
  model.runs.length > mostRows
    ? html`<p>All ${counted(model.runs.length, "run")} are in <code>runs.csv</code> beside this page.</p>
`
    : html`<details><summary>All runs, as numbers</summary>
${htmlTable(runsTable(model))}</details>
`

const cellOf = ({ cell }: RunRecord): string => `${cell.model}.${cell.variant}.seed-${cell.seed}`

/** Enough to do the study again and to see whether the same came out. */
export const reproductionSection = (model: ReportModel): Html => {
  const { command, provenance, runs, study, studyFile } = model
  return html`<section id="reproduction" aria-labelledby="reproduction-heading">
<h2 id="reproduction-heading">Repeating this study</h2>
<pre class="command" tabindex="0"><code>${command}</code></pre>
<p>One training alone: <code>npx ebcle train ${studyFile} --cell ${cellOf(runs[0]!)}</code>, and so for every model, variant and seed. The numbers of this page are beside it as CSV, Arrow, JSON, LaTeX and Markdown (<code>report.md</code>, <code>tables.json</code>, <code>runs.csv</code> and so on).</p>
<p>Study file: <code>${studyFile}</code>. Seeds: ${seedsText(study.seeds)}. It takes: ${study.about.takes}</p>
${environment(runs)}${allRuns(model)}<details><summary>The study in full</summary><pre tabindex="0">${JSON.stringify(study, null, 2)}</pre></details>
${digestTable(provenance.digests)}</section>
`
}
