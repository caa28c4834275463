import type { RunRecord, Variant } from "@ebcle/core"
import { distinct } from "../distinct.ts"
import { counted, integer, listed, percent, plain, plainPercent, withUnit } from "../format.ts"
import { recipeText } from "../recipeText.ts"
import type { ReportModel } from "../reportModel.ts"

/** More names than this are counted instead of listed. */
const mostNames = 24

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

const namesOrCount = (names: ReadonlyArray<string>, noun: string): string =>
  names.length > mostNames ? counted(names.length, noun) : listed(names)

const dataText = (runs: ReadonlyArray<RunRecord>): string =>
  listed(
    distinct(runs.map(({ testImages, trainImages }) => ({ testImages, trainImages }))).map(
      ({ testImages, trainImages }) =>
        `${integer(trainImages)} training images and ${counted(testImages, "test image")}`
    )
  )

const measureText = (measure: string): string =>
  measure === "shannon"
    ? "Shannon entropy of the histogram of all values of an image, pooled over its channels"
    : `measure “${measure}”`

/** The seeds as ranges of consecutive numbers: 1 to 6, 9. */
export const seedsText = (seeds: ReadonlyArray<number>): string => {
  const ranges: Array<[number, number]> = []
  for (const seed of seeds.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && seed === last[1] + 1) last[1] = seed
    else ranges.push([seed, seed])
  }
  return listed(
    ranges.flatMap(([from, to]) =>
      to - from < 2 ? (from === to ? [String(from)] : [String(from), String(to)]) : [`${from} to ${to}`]
    )
  )
}

const whatWasRun = ({ profile, runs, study }: ReportModel): ReadonlyArray<string> => {
  const recipes = distinct(
    // What a variant changes is said of the variant.
    runs.map(({ cell, recipe }) => ({
      ...recipe,
      ...(study.variants[cell.variant]?.precision && { precision: study.recipe.precision })
    }))
  ).map(recipeText)
  const models = Object.entries(study.models).map(([name, model]) => (name === model ? name : `${name} (${model})`))
  const variants = Object.entries(study.variants).map(([name, variant]) => `${name} (${variantText(variant)})`)
  return [
    `Study ${runs[0]!.cell.study} trained ${namesOrCount(models, "model")} in ${counted(variants.length, "variant")}${variants.length > mostNames ? "" : `: ${listed(variants)}`}. The depth bound came from the ${measureText(study.measure)}, over ${counted(profile.count, "image")} of ${profile.dataset} (${profile.split}), before any training.`,
    `${counted(runs.length, "run")} were made with ${dataText(runs)} each: ${recipes.join("; and with another recipe: ")}. The seeds were ${seedsText(study.seeds)}. Training time is the wall time of the training steps alone; building the graph, the first call and evaluation are outside it.`
  ]
}

const howCompared = ({ comparison, pairs, study }: ReportModel): ReadonlyArray<string> => {
  const { alpha, control, margin } = study.comparison
  if (pairs.length === 0) return []
  const levels = listed([...new Set(pairs.map((pair) => `${percent(pair.comparison.level, 0)} %`))])
  const family =
    pairs.length === 1 ? "" : ` over the ${counted(pairs.length, "comparison")} of the study by Holm's procedure`
  return [
    `Each variant was compared with ${control} of the same model, paired by seed. The plan, stated in the study file, was a margin of ${withUnit(plainPercent(margin), "percentage points")} and an error rate of α = ${plain(alpha)}${family}. A variant is called non-inferior when a one-sided paired t test excludes a loss as large as the margin; an exact one-sided Wilcoxon signed-rank test of the same hypothesis stands beside it. Too few seeds for that are refused. Differences are means with two-sided ${levels} t intervals, time ratios geometric means with t intervals on the logarithm. Seeds for the margin and the margin for the seeds follow from the noncentral t distribution; the probabilities of a loss or gain are those of a Bayesian t test with a flat prior, the seeds taken as independent.`,
    ...(comparison.ranking === null
      ? []
      : [
          `Over ${counted(comparison.ranking.blocks, "block")} of model and seed, variants were ranked by test accuracy: Friedman's test in Iman and Davenport's form, and each variant against ${control} by Bonferroni and Dunn's critical difference.`
        ])
  ]
}

const probeText = ({ runs, study }: ReportModel): ReadonlyArray<string> =>
  runs.some(({ identity }) => identity !== undefined)
    ? [
        `After every epoch the blocks were looked at on ${counted(study.probe?.images ?? 0, "test image")}: the norm of what a block adds over the norm of what it passes on, and the linear centred kernel alignment of its input and output. The onset of identity is where the logarithm of the ratio falls to a lower level for good, by least squares and the Bayesian information criterion.`
      ]
    : []

/** The methods of a study as paragraphs: what was run, from the records, and how it was compared, from the plan. */
export const methodsText = (model: ReportModel): ReadonlyArray<string> => [
  ...whatWasRun(model),
  ...howCompared(model),
  ...probeText(model)
]

/** What was done to the networks, by arm; a network that several arms share is told of once. */
export const changesText = ({ arms }: ReportModel): ReadonlyArray<readonly [label: string, change: string]> =>
  arms
    .filter(({ arm }) => arm.architecture.trace.length > 0)
    .slice(0, mostNames)
    .map(({ arm, label }) => [label, arm.architecture.trace.join(" ")] as const)
