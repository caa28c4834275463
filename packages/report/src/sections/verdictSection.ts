import type { Interval } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import {
  asSentence,
  counted,
  interval,
  listed,
  percent,
  plain,
  plainPercent,
  points,
  pValue,
  ratio,
  withUnit
} from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import type { ComparisonView, ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"
import { verdictBadge } from "../verdictBadge.ts"
import { warnings } from "../warnings.ts"

/** Characters beyond which a verdict is set smaller. */
const longVerdict = 200

/** The numbers behind a sentence, each under its name. */
const certainty = ({ comparison }: ComparisonView): Html => {
  const { accuracyDifference, level, nonInferiority, seeds, timeRatio, wilcoxon } = comparison
  const ofLevel = (estimate: Interval, say: (bound: number) => string) =>
    `${estimate.lower === null ? "" : `${withUnit(percent(level, 0), "%")} interval `}${interval(estimate, say)}`
  const tested = nonInferiority.pValue === null ? "not tested" : pValue(nonInferiority.pValue)
  const entries: ReadonlyArray<readonly [name: string, value: string, detail: string]> = [
    [
      "Accuracy difference",
      withUnit(points(accuracyDifference.estimate), "points"),
      `${ofLevel(accuracyDifference, points)}, n\u00a0=\u00a0${counted(seeds.length, "pair")}`
    ],
    [
      "Lower bound against the margin",
      nonInferiority.lowerBound === null ? "none" : withUnit(points(nonInferiority.lowerBound), "points"),
      `margin ${points(-nonInferiority.margin)}, ${tested}`
    ],
    ["Time ratio", ratio(timeRatio.estimate), ofLevel(timeRatio, ratio)],
    [
      "Wilcoxon signed-rank test",
      pValue(wilcoxon.pValue),
      `smallest possible with n\u00a0=\u00a0${seeds.length}: ${pValue(wilcoxon.smallestPValue)}`
    ]
  ]
  return html`<h4 class="caps">How sure</h4>
<dl class="measures">${entries.map(([name, value, detail]) => html`<div><dt>${name}</dt><dd>${value}<span class="below">${detail}</span></dd></div>`)}</dl>
<p class="reason">${asSentence(nonInferiority.reason)}${
    nonInferiority.seedsNeeded === null ? "" : ` Seeds needed: ${nonInferiority.seedsNeeded}.`
  }</p>`
}

/** A sentence that the verdict has said already is not said again. */
const pairItem = (pair: ComparisonView, verdict: string): Html => html`<article class="finding">
<h3>${pair.arm.label} <span class="quiet">against ${pair.comparison.control}</span> ${verdictBadge(pair.comparison.nonInferiority.verdict)}</h3>
${verdict.includes(pair.comparison.sentence) ? noHtml : html`<p>${pair.comparison.sentence}</p>`}
${certainty(pair)}
</article>
`

/** Sentences on what the study leaves open, each true of every study or read off its plan and records. */
const limits = ({ comparison, pairs, profile, runs, study }: ReportModel): ReadonlyArray<string> => {
  const devices = distinct(runs.map(({ engine }) => engine.device))
  const epochs = distinct(runs.map(({ recipe }) => recipe.epochs))
  const margin = withUnit(plainPercent(study.comparison.margin), "percentage points")
  return [
    `One dataset, ${profile.dataset}: nothing is said about others.`,
    `Times were measured on ${listed(devices)}; on another machine the ratios can differ, while multiply-adds and parameters stay.`,
    "Seeds vary the training and not the images: all runs are tested on the same test images.",
    `The arms were trained for ${listed(epochs.map((count) => counted(count, "epoch")))}; with another recipe or longer training the differences can change.`,
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
    ["Arms", `${arms.length} (${counted(Object.keys(study.models).length, "model")})`],
    ["Runs", `${runs.length} (${counted(study.seeds.length, "seed")})`]
  ]
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`
}

/** The verdict, then each variant's sentence with its certainty, then what is not shown. */
export const verdictSection = (model: ReportModel): Html => {
  const { comparison } = model
  const notices = warnings(model)
  return html`<section id="verdict" aria-labelledby="verdict-heading">
<h2 id="verdict-heading" class="caps">Verdict</h2>
<p class="${comparison.verdict.length > longVerdict ? "lead long" : "lead"}">${comparison.verdict}</p>
${notices.length === 0 ? noHtml : html`<div class="warning" role="note"><strong>Read with care.</strong> ${notices.join(" ")}</div>`}
${facts(model)}
${model.pairs.length === 0 ? html`<p>The study has no variant beside its control, so there is nothing to compare.</p>` : html`<div class="findings">${model.pairs.map((pair) => pairItem(pair, comparison.verdict))}</div>`}
<h3>What this does not show</h3>
<ul class="limits">${limits(model).map((limit) => html`<li>${limit}</li>`)}</ul>
${terms(["n", "paired by seed", "percentage point", "interval", "non-inferior", "not shown", "refused", "p-value", "Wilcoxon signed-rank test", "time ratio"])}
</section>
`
}
