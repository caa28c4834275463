import type { Ranking } from "@ebcle/core"
import { figure } from "../figure.ts"
import { counted, fixed, plain, pValue } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"

/** The variants of several models by rank, against the control. */
export const rankingSection = ({ study }: ReportModel, ranking: Ranking, drawing: Html): Html => {
  const { control } = study.comparison
  return html`<section id="ranking" aria-labelledby="ranking-heading">
<h2 id="ranking-heading">Variants over all models</h2>
${figure({
  drawings: [drawing],
  caption: html`<strong>Mean rank of each variant by test accuracy</strong>, over ${counted(ranking.blocks, "block")} of model and seed; left is better. The band reaches ${fixed(ranking.criticalDifference, 2)} ranks, the critical difference at α = ${plain(ranking.alpha)}, to either side of ${control}: a variant within it is not shown to differ from the control by its rank. Friedman's test that all variants do equally well: ${pValue(ranking.pValue)}.`
})}
<p class="note">Ranks say who is ahead and not by how much, so a variant outside the band may still be within the margin.</p>
${terms(["mean rank", "critical difference", "p-value"])}
</section>
`
}
