import type { EngineDescription, RunRecord } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import { counted, fixed, listed, percent } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"

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
  const engines = distinct(runs.map(({ engine }) => engine)).map((engine) => ({
    engine,
    count: runs.filter((run) => JSON.stringify(run.engine) === JSON.stringify(engine)).length
  }))
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

const allRuns = ({ arms }: ReportModel): Html => html`<details><summary>All runs, as numbers</summary>
<div class="scroll" role="region" aria-labelledby="runs-caption" tabindex="0">
<table class="numbers">
<caption id="runs-caption"><span>Every run: final test accuracy and loss, and seconds by part</span></caption>
<thead><tr><th scope="col" class="text">Arm</th><th scope="col">Seed</th><th scope="col">Test accuracy<span class="below">%</span></th><th scope="col">Test loss</th><th scope="col">Training<span class="below">s</span></th><th scope="col">Graph<span class="below">s</span></th><th scope="col">First call<span class="below">s</span></th><th scope="col">Evaluation<span class="below">s</span></th><th scope="col">Total<span class="below">s</span></th></tr></thead>
<tbody>${arms.flatMap(({ label, runs }) =>
  runs.map(
    ({ cell, testAccuracy, testLoss, timing }) =>
      html`<tr><th scope="row">${label}</th><td>${cell.seed}</td><td>${percent(testAccuracy)}</td><td>${fixed(testLoss, 4)}</td><td>${fixed(timing.train, 2)}</td><td>${fixed(timing.build, 2)}</td><td>${fixed(timing.firstCall, 2)}</td><td>${fixed(timing.evaluate, 2)}</td><td>${fixed(timing.total, 2)}</td></tr>`
  )
)}</tbody>
</table>
</div>
</details>
`

const digests = (entries: Readonly<Record<string, string>>): Html => {
  const named = Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (named.length === 0) return noHtml
  return html`<details><summary>Digests of the inputs</summary>
<table class="digests">
<caption><span>SHA-256 of each artifact that this page was made from</span></caption>
<thead><tr><th scope="col">Input</th><th scope="col">Digest</th></tr></thead>
<tbody>${named.map(([name, digest]) => html`<tr><th scope="row">${name}</th><td><code>${digest}</code></td></tr>`)}</tbody>
</table>
</details>
`
}

/** Enough to do the study again and to see whether the same came out. */
export const reproductionSection = (model: ReportModel): Html => {
  const { command, provenance, runs, study, studyFile } = model
  return html`<section id="reproduction" aria-labelledby="reproduction-heading">
<h2 id="reproduction-heading">Repeating this study</h2>
<pre class="command"><code>${command}</code></pre>
<p>Study file: <code>${studyFile}</code>. Seeds: ${listed(study.seeds.map(String))}. It takes: ${study.about.takes}</p>
${environment(runs)}${allRuns(model)}<details><summary>The study in full</summary><pre>${JSON.stringify(study, null, 2)}</pre></details>
${digests(provenance.digests)}</section>
`
}
