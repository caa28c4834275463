import { figure, legend } from "../figure.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"

/** What accuracy costs in time, run by run. */
export const costSection = ({ arms, runs }: ReportModel, drawing: Html): Html =>
  html`<section id="cost" aria-labelledby="cost-heading">
<h2 id="cost-heading">Accuracy against training time</h2>
${figure({
  drawings: [drawing],
  key: legend(arms),
  caption: html`<strong>One point per run</strong> (n = ${runs.length}). Up is more accurate, left is faster. Time is the wall time of the training steps alone. The axes do not start at zero.`
})}
</section>
`
