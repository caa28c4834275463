import { figure } from "../figure.ts"
import { counted } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { onsetTable } from "../tables/onsetTable.ts"
import { terms } from "../terms.ts"

/** How close the blocks of each arm are to the identity, beside the bound. */
export const identitySection = (model: ReportModel, drawings: ReadonlyArray<Html>, leftOut: number): Html => {
  const { estimate, study } = model
  const others = leftOut === 0 ? "" : ` ${counted(leftOut, "more arm")} are not drawn; blocks.csv has them.`
  return html`<section id="identity" aria-labelledby="identity-heading">
<h2 id="identity-heading">Identity of the blocks</h2>
<p>After every epoch the blocks were looked at on ${counted(study.probe?.images ?? 0, "test image")}. The bound from entropy was ${estimate.bound} ${estimate.unit}; the last column shows after how many blocks the ratio was seen to fall.${others}</p>
${htmlTable(onsetTable(model))}
${figure({
  drawings,
  caption: html`<strong>What each block adds, by epoch,</strong> relative to what it passes on: mean over seeds, the first block on top.${drawings.length > 1 ? " All arms have one scale of colours." : ""}`
})}
${terms(["ratio of a block", "CKA", "onset of identity"])}
</section>
`
}
