import { figure } from "../figure.ts"
import { counted, fixed, plain, withUnit } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { type RuleReading, ruleReading } from "../ruleReading.ts"
import { boundsTable } from "../tables/boundsTable.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { terms } from "../terms.ts"
import { boundText, profileText, ruleText } from "../texts/entropy.ts"

/** What the solid line of the histogram is, and the dotted ones of the additive rule. */
const lines = ({ exact, symbol, value, what }: RuleReading, { bound, rule }: ReportModel["estimate"]): string => {
  const solid = `The solid line is the ${what}, ${symbol}\u00a0${exact ? "=" : "≈"}\u00a0${withUnit(fixed(value, 3), "nats")}${exact ? "" : " (read off the histogram)"}.`
  return rule.rule === "additive"
    ? `${solid} Dotted lines are steps of δ\u00a0=\u00a0${plain(rule.delta)} nats, the entropy that a block is taken to remove: it takes ${counted(bound, "step")} to cover Q.`
    : solid
}

/** The entropies of the images and how the bound follows from them. */
export const entropySection = (model: ReportModel, histogram: Html): Html => {
  const { estimate, profile } = model
  return html`<section id="entropy" aria-labelledby="entropy-heading">
<h2 id="entropy-heading">Entropy and the depth bound</h2>
<p>${profileText(model)}</p>
${figure({
  drawings: [histogram],
  caption: html`<strong>Entropy of each image.</strong> ${lines(ruleReading(profile, estimate.rule), estimate)} n\u00a0=\u00a0${counted(profile.count, "image")}.`
})}
<p class="derivation">${estimate.derivation}</p>
<p>${boundText(model)}</p>
${estimate.others.length === 0 ? noHtml : htmlTable(boundsTable(model))}
<p class="note">${ruleText(model)}</p>
${terms(["Shannon entropy", "quantile", "bootstrap interval"])}
</section>
`
}
