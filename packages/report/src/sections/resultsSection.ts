import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { resultsTable } from "../tables/resultsTable.ts"
import { terms } from "../terms.ts"

/** All arms side by side. */
export const resultsSection = (model: ReportModel): Html =>
  html`<section id="results" aria-labelledby="results-heading">
<h2 id="results-heading">Results</h2>
${htmlTable(resultsTable(model))}
${terms(["mean ± sd", "n", "percentage point", "interval", "time ratio", "multiply-adds", "non-inferior"])}
</section>
`
