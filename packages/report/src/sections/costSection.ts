import type { ArmGroup } from "../armGroups.ts"
import { mostRunPoints } from "../charts/accuracyAgainstCost.ts"
import { figure, legend } from "../figure.ts"
import { counted } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"

/** What accuracy costs in time and in parameters. */
export const costSection = (
  { arms, runs }: ReportModel,
  groups: ReadonlyArray<ArmGroup>,
  drawings: { readonly time: Html; readonly parameters: Html }
): Html => {
  const small = runs.length > mostRunPoints ? "" : `, small points its runs (${counted(runs.length, "run")})`
  return html`<section id="cost" aria-labelledby="cost-heading">
<h2 id="cost-heading">Accuracy against its cost</h2>
${figure({
  drawings: [drawings.time, drawings.parameters],
  key: legend(groups),
  caption: html`<strong>Large points are the means of the arms (${counted(arms.length, "arm")})</strong>${small}. Up is more accurate, left is cheaper; the dashed steps join the Pareto front of the means. Time is the wall time of the training steps alone. The axes do not start at zero.`
})}
${terms(["Pareto front"])}
</section>
`
}
