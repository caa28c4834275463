import { counted, fixed, listed, percent, plain, plainPercent, points, pValue, withUnit } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import type { ComparisonView, ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"
import { verdictBadge } from "../verdictBadge.ts"
import { distinct, warnings } from "../warnings.ts"

const certainty = ({ comparison }: ComparisonView): Html => {
  const { accuracyDifference, level, nonInferiority, seeds, timeRatio, wilcoxon } = comparison
  const interval = `${percent(level, 0)} % interval`
  return html`<p class="certainty"><span class="caps">How sure</span> n = ${counted(seeds.length, "pair")} of seeds.
Accuracy ${withUnit(points(accuracyDifference.estimate), "points")}, ${interval}
[${points(accuracyDifference.lower)}, ${points(accuracyDifference.upper)}]; margin
${withUnit(points(-nonInferiority.margin), "points")}, one-sided lower bound ${withUnit(points(nonInferiority.lowerBound), "points")},
${pValue(nonInferiority.pValue)}. Time ratio ${fixed(timeRatio.estimate, 3)}, ${interval}
[${fixed(timeRatio.lower, 3)}, ${fixed(timeRatio.upper, 3)}]. Wilcoxon signed-rank test ${pValue(wilcoxon.pValue)}
(smallest reachable with so many pairs: ${pValue(wilcoxon.smallestPValue)}). ${nonInferiority.reason}${
    nonInferiority.seedsNeeded === null
      ? noHtml
      : html` Seeds needed for a decision, as estimated from this scatter: ${nonInferiority.seedsNeeded}.`
  }</p>`
}

const pairItem = (pair: ComparisonView): Html => html`<article class="finding">
<h3>${pair.arm.label} <span class="quiet">against ${pair.comparison.control}</span> ${verdictBadge(pair.comparison.nonInferiority.verdict)}</h3>
<p>${pair.comparison.sentence}</p>
${certainty(pair)}
</article>
`

/** Sentences on what the study leaves open, each true of every study or read off its plan and records. */
const limits = ({ comparison, pairs, profile, runs, study }: ReportModel): ReadonlyArray<string> => {
  const devices = distinct(runs.map(({ engine }) => engine.device))
  const margin = withUnit(plainPercent(study.comparison.margin), "percentage points")
  return [
    `One dataset, ${profile.dataset}: nothing is said about others.`,
    `Times hold for ${listed(devices)} alone; on another machine the ratio can differ, while multiply-adds and parameters do not.`,
    `Seeds vary the training and not the images: all runs are tested on the same test images.`,
    `All arms were trained for ${counted(study.recipe.epochs, "epoch")} by one recipe; with another recipe or longer training the differences can change.`,
    `“Not worse” means: by no more than ${margin}, the margin that the study states.`,
    ...(comparison.comparisons.length > 1
      ? [
          `Each of the ${pairs.length} comparisons has its own error rate of ${plain(study.comparison.alpha)}; taken together they err more often.`
        ]
      : []),
    "The depth rule is this project's own, so the study tests the idea of the EBCLE paper and not its formula."
  ]
}

const facts = ({ arms, estimate, profile, runs, study }: ReportModel): Html => {
  const images = distinct(runs.map(({ trainImages }) => trainImages))
  const entries: ReadonlyArray<readonly [string, string]> = [
    ["Dataset", `${profile.dataset}, ${listed(images.map((count) => counted(count, "training image")))}`],
    ["Depth bound", `${estimate.bound} ${estimate.unit}`],
    ["Arms", `${arms.length}, of ${counted(Object.keys(study.models).length, "model")}`],
    ["Runs", `${runs.length}, over ${counted(study.seeds.length, "seed")}`]
  ]
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`
}

/** The verdict, then each variant's sentence with its certainty, then what is not shown. */
export const verdictSection = (model: ReportModel): Html => {
  const notices = warnings(model)
  return html`<section id="verdict" aria-labelledby="verdict-heading">
<h2 id="verdict-heading" class="caps">Verdict</h2>
<p class="lead">${model.comparison.verdict}</p>
${notices.length === 0 ? noHtml : html`<div class="warning" role="note"><strong>Read with care.</strong> ${notices.join(" ")}</div>`}
${facts(model)}
${model.pairs.length === 0 ? html`<p>The study has no variant beside its control, so there is nothing to compare.</p>` : model.pairs.map(pairItem)}
<h3>What this does not show</h3>
<ul class="limits">${limits(model).map((limit) => html`<li>${limit}</li>`)}</ul>
${terms(["n", "paired by seed", "percentage point", "interval", "non-inferior", "not shown", "refused", "p-value", "Wilcoxon signed-rank test", "time ratio"])}
</section>
`
}
