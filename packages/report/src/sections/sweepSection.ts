import { type BoundLine, type DepthSweep, describeSweep } from "../depthSweep.ts"
import { figure, legend } from "../figure.ts"
import { counted, listed, percent } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import { terms } from "../terms.ts"

const sentence = (sweep: DepthSweep): string => {
  const { best, shallowest } = describeSweep(sweep)
  const accuracy = (view: typeof best) => `${percent(view.arm.testAccuracy.mean)} %`
  const depths = [...new Set(sweep.arms.map(({ arm }) => arm.architecture.blocks))].toSorted((a, b) => a - b)
  return `${sweep.label}: from ${depths[0]} to ${counted(depths.at(-1)!, "block")}, the mean test accuracy goes from ${accuracy(shallowest)} at ${shallowest.arm.architecture.blocks} to its highest, ${accuracy(best)}, at ${best.arm.architecture.blocks}.`
}

/** Accuracy, time and the onset of identity against depth, beside the bounds. */
export const sweepSection = (options: {
  readonly sweeps: ReadonlyArray<DepthSweep>
  readonly bounds: ReadonlyArray<BoundLine>
  readonly drawings: ReadonlyArray<Html>
  readonly probed: boolean
}): Html => {
  const { bounds, drawings, probed, sweeps } = options
  const said = bounds.map(({ blocks, label }) => `${label} at ${blocks}`)
  return html`<section id="sweep" aria-labelledby="sweep-heading">
<h2 id="sweep-heading">Depth sweep</h2>
<p>${sweeps.map(sentence).join(" ")} This is read off the means and not tested.</p>
${figure({
  drawings,
  key: legend(sweeps),
  caption: html`<strong>Accuracy, time${probed ? " and onset of identity" : ""} by the number of blocks.</strong> Rings: single seeds; line: their mean. Dashed lines are the bounds of the depth rules, in blocks: ${listed(said)}.${probed ? " On the diagonal of the last drawing no block is idle; seeds without an onset are left out of it, the table below counts them." : ""} The vertical axes of accuracy and time need not start at zero.`
})}
${probed ? terms(["onset of identity", "n"]) : noHtml}
</section>
`
}
