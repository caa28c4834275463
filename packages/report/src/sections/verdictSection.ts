import type { Interval } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import {
  asSentence,
  counted,
  integer,
  interval,
  listed,
  percent,
  plainPercent,
  points,
  pValue,
  ratio,
  withUnit
} from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"
import type { ComparisonView, ReportModel } from "../reportModel.ts"
import { comparisonsTable } from "../tables/comparisonsTable.ts"
import { htmlTable } from "../tables/htmlTable.ts"
import { type Term, terms } from "../terms.ts"
import { howSure, whatWouldChange } from "../texts/certainty.ts"
import { limits } from "../texts/limits.ts"
import { seedsText } from "../texts/methods.ts"
import { verdictBadge } from "../verdictBadge.ts"
import { missingText, warnings } from "../warnings.ts"

/** Characters beyond which a verdict is set smaller. */
const longVerdict = 200

/** More comparisons than this are told in a table alone. */
const mostFindings = 6

/** The numbers behind a sentence, each under its name. */
const numbers = ({ comparison }: ComparisonView): Html => {
  const { accuracyDifference, level, nonInferiority: test, seeds, timeRatio, wilcoxon } = comparison
  const ofLevel = (estimate: Interval, say: (bound: number) => string) =>
    `${estimate.lower === null ? "" : `${withUnit(percent(level, 0), "%")} interval `}${interval(estimate, say)}`
  const tested = test.adjustedPValue === null ? "not tested" : `${pValue(test.adjustedPValue)} (Holm)`
  const ranks = test.signedRankPValue === null ? "" : `against the margin, by ranks: ${pValue(test.signedRankPValue)}; `
  const entries: ReadonlyArray<readonly [name: string, value: string, detail: string]> = [
    [
      "Accuracy difference",
      withUnit(points(accuracyDifference.estimate), "points"),
      `${ofLevel(accuracyDifference, points)}, n\u00a0=\u00a0${counted(seeds.length, "pair")}`
    ],
    [
      "Lower bound against the margin",
      test.lowerBound === null ? "none" : withUnit(points(test.lowerBound), "points"),
      `margin ${points(-test.margin)}, ${tested}`
    ],
    ["Time ratio", ratio(timeRatio.estimate), ofLevel(timeRatio, ratio)],
    [
      "Wilcoxon signed-rank test",
      pValue(wilcoxon.pValue),
      `${ranks}smallest possible with n\u00a0=\u00a0${seeds.length}: ${pValue(wilcoxon.smallestPValue)}`
    ]
  ]
  return html`<dl class="measures">${entries.map(([name, value, detail]) => html`<div><dt>${name}</dt><dd>${value}<span class="below">${detail}</span></dd></div>`)}</dl>`
}

/** A sentence that the verdict has said already is not said again. */
const finding = (pair: ComparisonView, verdict: string): Html => {
  const { comparison } = pair
  const { caveat, control, nonInferiority, sentence } = comparison
  const said = [sentence, caveat].filter((text) => !verdict.includes(text))
  return html`<article class="finding">
<h3>${pair.arm.label} <span class="quiet">against ${control}</span> ${verdictBadge(nonInferiority.verdict)}</h3>
${said.length === 0 ? noHtml : html`<p>${said.join(" ")}</p>`}
<h4 class="caps">How sure</h4>
${numbers(pair)}
<p class="reason">${[...howSure(comparison), asSentence(nonInferiority.reason)].join(" ")}</p>
<h4 class="caps">What would change it</h4>
<p class="reason">${whatWouldChange(comparison).join(" ")}</p>
</article>
`
}

const findings = (model: ReportModel): Html => {
  const { comparison, pairs, study } = model
  if (pairs.length === 0) {
    return html`<p>No variant stands beside its control, ${study.comparison.control}, so there is nothing to compare.</p>`
  }
  return pairs.length > mostFindings
    ? htmlTable(comparisonsTable(model))
    : html`<div class="findings">${pairs.map((pair) => finding(pair, comparison.verdict))}</div>`
}

const facts = ({ arms, estimate, profile, runs, study }: ReportModel): Html => {
  const images = distinct(runs.map(({ trainImages }) => trainImages))
  const entries: ReadonlyArray<readonly [string, string]> = [
    ["Dataset", `${profile.dataset}, ${listed(images.map((count) => counted(count, "training image")))}`],
    ["Depth bound", `${estimate.bound} ${estimate.unit}`],
    ["Arms", `${integer(arms.length)} (${counted(Object.keys(study.models).length, "model")})`],
    ["Runs", `${counted(runs.length, "run")}, seeds ${seedsText(study.seeds)}`],
    ["Margin", withUnit(plainPercent(study.comparison.margin), "points of accuracy")]
  ]
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`
}

const termsOf = ({ pairs }: ReportModel): ReadonlyArray<Term> => [
  "n",
  "paired by seed",
  "percentage point",
  "interval",
  "non-inferior",
  "not shown",
  "refused",
  "lower bound",
  "p-value",
  "Wilcoxon signed-rank test",
  ...(pairs.length > 1 ? (["Holm's procedure"] as const) : []),
  "probability of a loss",
  "seeds for the margin",
  "time ratio"
]

/** The verdict, then each variant's sentence with its certainty, then what is not shown. */
export const verdictSection = (model: ReportModel): Html => {
  const { verdict } = model.comparison
  const notices = [...warnings(model), ...missingText(model)]
  return html`<section id="verdict" aria-labelledby="verdict-heading">
<h2 id="verdict-heading" class="caps">Verdict</h2>
<p class="${verdict.length > longVerdict ? "lead long" : "lead"}">${verdict}</p>
${notices.length === 0 ? noHtml : html`<div class="warning" role="note"><strong>Read with care.</strong> ${notices.join(" ")}</div>`}
${facts(model)}
${findings(model)}
<h3>What this does not show</h3>
<ul class="limits">${limits(model).map((limit) => html`<li>${limit}</li>`)}</ul>
${terms(model.pairs.length === 0 ? ["n", "percentage point"] : termsOf(model))}
</section>
`
}
