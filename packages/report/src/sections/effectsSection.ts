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
  return html`<section id="effects" aria-labelledby="effects-heading">
<h2 id="effects-heading">Differences from the control</h2>
${figure({
  drawings: [drawings.accuracy, drawings.time],
  caption: html`<strong>Each variant against ${study.comparison.control}</strong>, paired by seed (n\u00a0=\u00a0${counts}). Square and bar: estimate with its ${levels} interval. Rings: single seeds. Test accuracy: right of zero is better; the dashed line is the margin, ${withUnit(points(-study.comparison.margin), "points")}. Training time: left of 1 is faster.`
})}
${terms(["paired by seed", "interval", "percentage point", "non-inferior", "time ratio"])}
</section>
`
}
