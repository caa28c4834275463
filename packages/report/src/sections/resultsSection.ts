import type { Interval } from "@ebcle/core"
import { integer, interval, meanAndSd, millions, percent, points, ratio } from "../format.ts"
import { type Html, html } from "../html.ts"
import type { ArmView, ReportModel } from "../reportModel.ts"
import { terms } from "../terms.ts"
import { verdictBadge } from "../verdictBadge.ts"

const estimateCell = (estimate: Interval, say: (value: number) => string): Html =>
  html`<td>${say(estimate.estimate)}<span class="below">${interval(estimate, say)}</span></td>`

const againstControl = ({ arm }: ArmView, { pairs, study }: ReportModel): Html => {
  const pair = pairs.find(
    ({ comparison }) => comparison.model === arm.model && comparison.variant === arm.variant
  )?.comparison
  if (pair === undefined) {
    const reason = arm.variant === study.comparison.control ? "control" : "not compared"
    return html`<td colspan="3" class="control">${reason}</td>`
  }
  return html`${estimateCell(pair.accuracyDifference, points)}${estimateCell(pair.timeRatio, ratio)}<td class="text">${verdictBadge(pair.nonInferiority.verdict)}</td>`
}

const row = (view: ArmView, model: ReportModel): Html => {
  const { architecture, seeds, testAccuracy, trainSeconds } = view.arm
  const accuracy = { mean: 100 * testAccuracy.mean, sd: testAccuracy.sd === null ? null : 100 * testAccuracy.sd }
  return html`<tr><th scope="row">${view.arm.model}<span class="below">${view.arm.variant}</span></th><td>${architecture.depth}</td><td>${architecture.width}</td><td>${integer(architecture.parameters)}</td><td>${millions(architecture.macs)}</td><td>${seeds.length}</td><td>${meanAndSd(accuracy, 2)}</td><td>${meanAndSd(trainSeconds)}</td>${againstControl(view, model)}</tr>
`
}

/** All arms side by side. */
export const resultsSection = (model: ReportModel): Html => {
  const levels = [...new Set(model.pairs.map(({ comparison }) => `${percent(comparison.level, 0)} %`))]
  const brackets = levels.length === 0 ? "" : ` Brackets: ${levels.join(" and ")} intervals.`
  return html`<section id="results" aria-labelledby="results-heading">
<h2 id="results-heading">Results</h2>
<div class="scroll" role="region" aria-labelledby="results-caption" tabindex="0">
<table class="numbers">
<caption id="results-caption"><span>Architectures, accuracy and training time by arm; mean ± standard deviation over n seeds. Differences and ratios are variant against ${model.study.comparison.control}, paired by seed.${brackets}</span></caption>
<thead><tr>
<th scope="col" class="text">Arm</th><th scope="col">Depth<span class="below">layers</span></th><th scope="col">Width<span class="below">channels</span></th><th scope="col">Parameters</th><th scope="col">Multiply-adds<span class="below">millions</span></th><th scope="col">n<span class="below">seeds</span></th><th scope="col">Test accuracy<span class="below">%</span></th><th scope="col">Training time<span class="below">s</span></th><th scope="col">Accuracy difference<span class="below">points</span></th><th scope="col">Time ratio</th><th scope="col" class="text">Verdict</th>
</tr></thead>
<tbody>
${model.arms.map((view) => row(view, model))}</tbody>
</table>
</div>
${terms(["mean ± sd", "n", "percentage point", "interval", "time ratio", "multiply-adds", "non-inferior"])}
</section>
`
}
