import type { RunRecord, Variant } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import { counted, integer, listed, percent, plain, plainPercent, withUnit } from "../format.ts"
import { type Html, html } from "../html.ts"
import { recipeText } from "../recipeText.ts"
import type { ReportModel } from "../reportModel.ts"

/** What a budget limits, by its key. */
const spent = {
  parameters: "parameters",
  macs: "multiply-adds",
  memory: "activation memory",
  time: "time of a training step"
}

const transformText = (variant: Variant): string => {
  if (variant.transform === "baseline") return "the unchanged architecture"
  const restricted = variant.transform === "restricted"
  const depth = restricted ? "depth cut to the bound" : `depth set to ${counted(variant.blocks, "block")}`
  if (variant.budget === "none") return `${depth}, width kept`
  const [[what, fraction]] = Object.entries(variant.budget) as [[keyof typeof spent, number]]
  return `${depth}, width ${restricted ? "grown to" : "of"} at most ${plain(fraction)} × the baseline's ${spent[what]}`
}

const variantText = (variant: Variant): string =>
  variant.precision === undefined ? transformText(variant) : `${transformText(variant)}, in ${variant.precision}`

const dataText = (runs: ReadonlyArray<RunRecord>): string =>
  listed(
    distinct(runs.map(({ testImages, trainImages }) => ({ testImages, trainImages }))).map(
      ({ testImages, trainImages }) =>
        `${integer(trainImages)} training images and ${counted(testImages, "test image")}`
    )
  )

/** What was run, from the records, and how it was compared, from the plan. */
export const methodsSection = ({ arms, pairs, profile, runs, study }: ReportModel): Html => {
  const recipes = distinct(
    // What a variant changes is said of the variant.
    runs.map(({ cell, recipe }) => ({
      ...recipe,
      ...(study.variants[cell.variant]?.precision && { precision: study.recipe.precision })
    }))
  ).map(recipeText)
  const models = Object.entries(study.models).map(([name, model]) => (name === model ? name : `${name} (${model})`))
  const variants = Object.entries(study.variants).map(([name, variant]) => `${name} (${variantText(variant)})`)
  const levels = [...new Set(pairs.map(({ comparison }) => `${percent(comparison.level, 0)} %`))].join(" and ")
  const traced = arms.filter(({ arm }) => arm.architecture.trace.length > 0)
  const { alpha, control, margin } = study.comparison
  return html`<section id="methods" aria-labelledby="methods-heading">
<h2 id="methods-heading">Methods</h2>
<p>Study ${runs[0]!.cell.study} trained ${listed(models)} in ${counted(Object.keys(study.variants).length, "variant")}: ${listed(variants)}. The depth bound came from the ${study.measure === "shannon" ? "Shannon entropy of the histogram of all values of an image, pooled over its channels" : study.measure}, over ${counted(profile.count, "image")} of ${profile.dataset} (${profile.split}), before any training.</p>
<p>${counted(runs.length, "run")} were made with ${dataText(runs)} each: ${recipes.join("; and with another recipe: ")}. The seeds were ${listed(study.seeds.map(String))}. Training time is the wall time of the training steps alone; building the graph, the first call and evaluation are outside it.</p>
<p>Each variant was compared with ${control} of the same model, paired by seed. The plan, stated in the study file, was a margin of ${withUnit(plainPercent(margin), "percentage points")} and an error rate of α = ${plain(alpha)} for each test. A variant is called non-inferior when a one-sided paired t test excludes a loss as large as the margin, that is, when the lower confidence bound of its accuracy difference lies above minus the margin.${levels === "" ? "" : ` Differences are means with two-sided ${levels} t intervals, beside an exact Wilcoxon signed-rank test; time ratios are geometric means with t intervals on the logarithm.`}</p>
${
  traced.length === 0
    ? ""
    : html`<p>What was done to the architectures:</p>
<ul>${traced.map(({ arm, label }) => html`<li><strong>${label}</strong>: ${arm.architecture.trace.join(" ")}</li>`)}</ul>`
}
</section>
`
}
