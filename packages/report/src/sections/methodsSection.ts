import { type Html, html, noHtml } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { changesText, methodsText } from "../texts/methods.ts"

/** What was run, from the records, and how it was compared, from the plan. */
export const methodsSection = (model: ReportModel): Html => {
  const changes = changesText(model)
  return html`<section id="methods" aria-labelledby="methods-heading">
<h2 id="methods-heading">Methods</h2>
${methodsText(model).map((paragraph) => html`<p>${paragraph}</p>\n`)}${
  changes.length === 0
    ? noHtml
    : html`<p>What was done to the networks:</p>
<ul>${changes.map(([label, change]) => html`<li><strong>${label}</strong>: ${change}</li>`)}</ul>`
}
</section>
`
}
