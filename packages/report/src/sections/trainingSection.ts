import type { ArmGroup } from "../armGroups.ts"
import { figure, legend } from "../figure.ts"
import { listed } from "../format.ts"
import { type Html, html } from "../html.ts"

/** How accuracy and loss on the test images went, epoch by epoch. */
export const trainingSection = (
  groups: ReadonlyArray<ArmGroup>,
  drawings: { readonly accuracy: Html; readonly loss: Html }
): Html => {
  const counts = listed([
    ...new Set(groups.map(({ arms }) => String(arms.reduce((sum, { runs }) => sum + runs.length, 0))))
  ])
  return html`<section id="training" aria-labelledby="training-heading">
<h2 id="training-heading">Training</h2>
${figure({
  drawings: [drawings.accuracy, drawings.loss],
  key: legend(groups),
  caption: html`<strong>Test accuracy and test loss by epoch.</strong> Line: mean over runs (n = ${counts} per line). Band: smallest to largest run. The vertical axes do not start at zero.`
})}
</section>
`
}
