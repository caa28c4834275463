import { mostForestRows } from "../charts/forestPlot.ts"
import { figure } from "../figure.ts"
import { counted, percent, points, withUnit } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"

/** Differences and ratios against the control. */
export const effectsSection = (
  { pairs, study }: ReportModel,
  drawings: { readonly accuracy: Html; readonly time: Html }
): Html => {
  const counts = [...new Set(pairs.map(({ comparison }) => counted(comparison.seeds.length, "pair")))].join(" or ")
  const levels = [...new Set(pairs.map(({ comparison }) => `${percent(comparison.level, 0)} %`))].join(" or ")
  const margin = withUnit(points(-study.comparison.margin), "points")
  const caption =
    pairs.length > mostForestRows
      ? html`Each vertical bar is the ${levels} interval of one comparison, its dot the estimate; the comparisons stand in order of their estimates. Their colour says the verdict: green for non-inferior, amber for not shown, red for refused. Test accuracy: above zero is better; the dashed line is the margin, ${margin}. Training time: below 1 is faster.`
      : html`Square and bar: estimate with its ${levels} interval. Rings: single seeds. Test accuracy: right of zero is better; the dashed line is the margin, ${margin}: a bar wholly to its right excludes a loss as large. Training time: left of 1 is faster.`
  return html`<section id="effects" aria-labelledby="effects-heading">
<h2 id="effects-heading">Differences from the control</h2>
${figure({
  drawings: [drawings.accuracy, drawings.time],
  caption: html`<strong>Each variant against ${study.comparison.control}</strong>, paired by seed (n\u00a0=\u00a0${counts}). ${caption}`
})}
${terms(["paired by seed", "interval", "percentage point", "non-inferior", "time ratio"])}
</section>
`
}
