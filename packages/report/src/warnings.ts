import { type RunRecord, recipeOf } from "@ebcle/core"
import { distinct } from "./distinct.ts"
import { counted, listed, percent, withUnit } from "./format.ts"
import type { ReportModel } from "./reportModel.ts"
import { seedsText } from "./texts/methods.ts"

/** A standard deviation of training times over their mean from which a machine counts as noisy. */
const noisyFrom = 0.1

/** More arms than this with missing cells are counted instead of named. */
const mostNamed = 12

const differing = <A extends object>(values: ReadonlyArray<A>): ReadonlyArray<string> => {
  const keys = Object.keys(values[0] ?? {}) as Array<keyof A & string>
  return keys.filter((key) => distinct(values.map((value) => value[key])).length > 1)
}

const canonical = (recipe: RunRecord["recipe"]) => JSON.stringify(Object.entries(recipe).toSorted())

/** Runs that did not follow the recipe of their variant. Recipes written alike are compared once, as there are few. */
const unplannedRuns = ({ runs, study }: ReportModel): ReadonlyArray<RunRecord> => {
  const planned = new Map(Object.keys(study.variants).map((name) => [name, canonical(recipeOf(study, name))]))
  const ofStudy = canonical(study.recipe)
  const known = new Map<string, string>()
  return runs.filter(({ cell, recipe }) => {
    const written = JSON.stringify(recipe)
    const followed = known.get(written) ?? canonical(recipe)
    known.set(written, followed)
    return followed !== (planned.get(cell.variant) ?? ofStudy)
  })
}

/** What a reader must know before trusting the page: where the runs differ from each other or from the plan. */
export const warnings = (model: ReportModel): ReadonlyArray<string> => {
  const { arms, runs } = model
  const engines = distinct(runs.map(({ engine }) => engine))
  const counts = distinct(runs.map(({ testImages, trainImages }) => ({ trainImages, testImages })))
  const unplanned = unplannedRuns(model)
  const noisy = arms.filter(({ arm: { trainSeconds } }) => (trainSeconds.sd ?? 0) > noisyFrom * trainSeconds.mean)
  return [
    ...(engines.length > 1
      ? [
          `The runs were made on ${engines.length} different engines or machines (they differ in ${listed(differing(engines))}): their training times are not comparable.`
        ]
      : []),
    ...(counts.length > 1 ? ["The runs did not all use the same numbers of training and test images."] : []),
    ...(unplanned.length > 0
      ? [`${counted(unplanned.length, "run")} of ${runs.length} followed another recipe than the study names.`]
      : []),
    ...(noisy.length > 0
      ? [
          `Training times of ${noisy.length > mostNamed ? counted(noisy.length, "arm") : listed(noisy.map(({ label }) => label))} scatter by more than ${withUnit(percent(noisyFrom, 0), "%")} from seed to seed: the machine may have been busy, so take their time ratios with care.`
        ]
      : [])
  ]
}

/** The planned trainings that are not there, by arm and seed. */
export const missingText = ({ comparison: { missing }, runs }: ReportModel): ReadonlyArray<string> => {
  if (missing.length === 0) return []
  const byArm = new Map<string, Array<number>>()
  for (const { model, seed, variant } of missing) {
    const label = `${model} ${variant}`
    byArm.set(label, [...(byArm.get(label) ?? []), seed])
  }
  const named = [...byArm].map(([label, seeds]) => `${label} (${counted(seeds.length, "seed")}: ${seedsText(seeds)})`)
  const which =
    named.length > mostNamed
      ? `${listed([...named.slice(0, mostNamed), counted(named.length - mostNamed, "more arm")])}; missing.csv has all`
      : listed(named)
  const reasons = distinct(missing.flatMap(({ reason }) => reason ?? []))
  return [
    `${counted(missing.length, "planned training")} of ${runs.length + missing.length} ${missing.length === 1 ? "is" : "are"} missing: ${which}. Comparisons use the seeds that both arms have.${reasons.length === 0 ? "" : ` What is known: ${reasons.slice(0, mostNamed).join(" ")}`}`
  ]
}
