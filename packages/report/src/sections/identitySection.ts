import { figure } from "../figure.ts"
import { counted, fixed, integer } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ArmView, ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"

const mean = (values: ReadonlyArray<number>): string =>
  values.length === 0 ? "–" : fixed(values.reduce((sum, value) => sum + value, 0) / values.length, 3)

/** Where the ratio falls, seed by seed: "5 [4, 6]", or that it does not. */
const onsets = ({ runs }: ArmView): string =>
  runs
    .map(({ identity }) => {
      if (identity === undefined) return "–"
      if (identity.onset === null) return "none"
      const { interval, onset } = identity
      return interval === null ? integer(onset) : `${onset}\u00a0[${interval.lower},\u00a0${interval.upper}]`
    })
    .join("; ")

const lastBlocks = ({ runs }: ArmView) => runs.flatMap(({ epochs }) => epochs.at(-1)!.blocks ?? [])

/** How close the blocks of each arm are to the identity, beside the bound. */
export const identitySection = (
  { arms, estimate, study }: ReportModel,
  drawings: ReadonlyArray<{ readonly label: string; readonly drawing: Html }>
): Html => {
  const probed = arms.filter((view) => lastBlocks(view).length > 0)
  const rows = probed.map((view) => {
    const blocks = lastBlocks(view)
    const ratios = blocks.flatMap(({ ratio }) => ratio ?? [])
    const alignments = blocks.flatMap(({ debiasedCka }) => debiasedCka ?? [])
    return html`<tr><th scope="row">${view.label}</th><td>${view.arm.architecture.blocks}</td><td>${mean(ratios)}</td><td>${mean(alignments)}</td><td class="text">${onsets(view)}</td></tr>`
  })
  return html`<section id="identity" aria-labelledby="identity-heading">
<h2 id="identity-heading">Identity of the blocks</h2>
<p>After every epoch the blocks were looked at on ${counted(study.probe?.images ?? 0, "test image")}. The bound from entropy was ${estimate.bound} ${estimate.unit}; the last column shows after how many blocks the ratio was seen to fall, seed by seed.</p>
<div class="scroll" role="region" aria-labelledby="identity-caption" tabindex="0">
<table class="numbers">
<caption id="identity-caption"><span>Blocks after the last epoch: means over blocks and seeds, and the onset of identity with its 95 % bootstrap interval over images</span></caption>
<thead><tr><th scope="col" class="text">Arm</th><th scope="col">Blocks</th><th scope="col">Ratio</th><th scope="col">Debiased CKA</th><th scope="col" class="text">Onset, by seed</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</div>
${drawings.map(({ drawing, label }) =>
  figure({
    drawings: [drawing],
    caption: html`<strong>${label}.</strong> What each block adds, relative to what it passes on: mean over seeds, by epoch, the first block on top.`
  })
)}
${terms(["ratio of a block", "CKA", "onset of identity"])}
</section>
`
}
