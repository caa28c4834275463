import { figure, legend } from "../figure.ts"
import { listed } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"

/** How accuracy and loss on the test images went, epoch by epoch. */
export const trainingSection = (
  { arms }: ReportModel,
  drawings: { readonly accuracy: Html; readonly loss: Html }
): Html => {
  const counts = listed([...new Set(arms.map(({ runs }) => String(runs.length)))])
  return html`<section id="training" aria-labelledby="training-heading">
<h2 id="training-heading">Training</h2>
${figure({
  drawings: [drawings.accuracy, drawings.loss],
  key: legend(arms),
  caption: html`<strong>Test accuracy and test loss by epoch.</strong> Line: mean over seeds (n = ${counts} per arm). Band: smallest to largest seed. The vertical axes do not start at zero.`
})}
</section>
`
}
