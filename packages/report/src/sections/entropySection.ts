import { figure } from "../figure.ts"
import { counted, fixed, integer, percent, plain, withUnit } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ReportModel } from "../reportModel.ts"
import { type RuleReading, ruleReading } from "../ruleReading.ts"
import { terms } from "../terms.ts"

/** What the solid line of the histogram is, and the dotted ones of the additive rule. */
const lines = ({ exact, symbol, value, what }: RuleReading, { bound, rule }: ReportModel["estimate"]): Html => {
  const solid = html`The solid line is the ${what}, ${symbol}\u00a0${exact ? "=" : "≈"}\u00a0${withUnit(fixed(value, 3), "nats")}${
    exact ? "" : " (read off the histogram)"
  }.`
  return rule.rule === "additive"
    ? html`${solid} Dotted lines are steps of δ\u00a0=\u00a0${plain(rule.delta)} nats, the entropy that a block is taken to remove: it takes ${counted(bound, "step")} to cover Q.`
    : solid
}

/** The entropies of the images and how the bound follows from them. */
export const entropySection = ({ estimate, profile }: ReportModel, histogram: Html): Html => {
  const { interval, rule } = estimate
  return html`<section id="entropy" aria-labelledby="entropy-heading">
<h2 id="entropy-heading">Entropy and the depth bound</h2>
<p>${integer(profile.count)} images (${profile.split}) of ${profile.dataset}: mean ${fixed(profile.mean, 3)} nats, standard deviation ${fixed(profile.sd, 3)} nats, from ${fixed(profile.minimum, 3)} to ${fixed(profile.maximum, 3)} nats; median ${fixed(profile.quantiles.q50, 3)} nats.</p>
${figure({
  drawings: [histogram],
  caption: html`<strong>Entropy of each image.</strong> ${lines(ruleReading(profile, rule), estimate)} n\u00a0=\u00a0${counted(profile.count, "image")}.`
})}
<p class="derivation">${estimate.derivation}</p>
<p>The bound is <strong>${estimate.bound} ${estimate.unit}</strong>. Its ${percent(interval.level, 0)} % bootstrap interval over images ${
    interval.lower === interval.upper
      ? `is ${interval.lower} at both ends`
      : `runs from ${interval.lower} to ${interval.upper}`
  } (${integer(interval.replicates)} resamples, seed ${interval.seed}). ${percent(estimate.shareBelow, 1)} % of the images, taken alone, have a lower bound.</p>
<p class="note">This rule (“${rule.rule}”) is this project's own. The depth formula of the EBCLE paper was not available to it: the rule follows the paper's idea, a bound on depth from the entropy of the dataset, and not its formula.${rule.rule === "additive" ? " It depends on the unit chosen for δ." : ""}</p>
${terms(["Shannon entropy", "quantile", "bootstrap interval"])}
</section>
`
}
