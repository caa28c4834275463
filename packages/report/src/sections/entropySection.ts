import { figure } from "../figure.ts"
import { counted, fixed, integer, percent, plain, withUnit } from "../format.ts"
import { type Html, html } from "../html.ts"
import { profileQuantile } from "../profileQuantile.ts"
import type { ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"

/** The entropies of the images and how the bound follows from them. */
export const entropySection = ({ estimate, profile }: ReportModel, histogram: Html): Html => {
  const { interval, rule } = estimate
  const quantile = profileQuantile(profile, rule.quantile)
  const bound = counted(estimate.bound, "step")
  return html`<section id="entropy" aria-labelledby="entropy-heading">
<h2 id="entropy-heading">Entropy and the depth bound</h2>
<p>${integer(profile.count)} images (${profile.split}) of ${profile.dataset}: mean ${fixed(profile.mean, 3)} nats, standard deviation ${fixed(profile.sd, 3)} nats, from ${fixed(profile.minimum, 3)} to ${fixed(profile.maximum, 3)} nats; median ${fixed(profile.quantiles.q50, 3)} nats.</p>
${figure({
  drawings: [histogram],
  caption: html`<strong>Entropy of each image.</strong> The solid line is the ${plain(rule.quantile)} quantile, Q\u00a0${
    quantile.exact ? "=" : "≈"
  }\u00a0${withUnit(fixed(quantile.value, 3), "nats")}${quantile.exact ? "" : " (read off the histogram)"}. Dotted lines are steps of δ\u00a0=\u00a0${plain(
    rule.delta
  )} nats, the entropy that a block is taken to remove: it takes ${bound} to cover Q. n\u00a0=\u00a0${counted(profile.count, "image")}.`
})}
<p class="derivation">${estimate.derivation}</p>
<p>The bound is <strong>${estimate.bound} ${estimate.unit}</strong>. Its ${percent(interval.level, 0)} % bootstrap interval over images ${
    interval.lower === interval.upper
      ? `is ${interval.lower} at both ends`
      : `runs from ${interval.lower} to ${interval.upper}`
  } (${integer(interval.replicates)} resamples, seed ${interval.seed}). ${percent(estimate.shareBelow, 1)} % of the images, taken alone, have a lower bound.</p>
<p class="note">This rule (“${rule.rule}”) is this project's own. The depth formula of the EBCLE paper was not available to it: the rule follows the paper's idea, a bound on depth from the entropy of the dataset, and not its formula. It depends on the unit chosen for δ.</p>
${terms(["Shannon entropy", "quantile", "bootstrap interval"])}
</section>
`
}
