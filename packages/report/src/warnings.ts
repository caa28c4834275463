import { type RunRecord, recipeOf } from "@ebcle/core"
import { distinct } from "./distinct.ts"
import { counted, listed } from "./format.ts"
import type { ReportModel } from "./reportModel.ts"

const differing = <A extends object>(values: ReadonlyArray<A>): ReadonlyArray<string> => {
  const keys = Object.keys(values[0] ?? {}) as Array<keyof A & string>
  return keys.filter((key) => distinct(values.map((value) => value[key])).length > 1)
}

const canonical = (recipe: RunRecord["recipe"]) => JSON.stringify(Object.entries(recipe).toSorted())

/** What a reader must know before trusting the page: where the runs differ from each other or from the plan. */
export const warnings = ({ arms, runs, study }: ReportModel): ReadonlyArray<string> => {
  const engines = distinct(runs.map(({ engine }) => engine))
  const counts = distinct(runs.map(({ testImages, trainImages }) => ({ trainImages, testImages })))
  const unplanned = runs.filter(({ cell, recipe }) => canonical(recipe) !== canonical(recipeOf(study, cell.variant)))
  const short = arms.filter(({ arm }) => study.seeds.some((seed) => !arm.seeds.includes(seed)))
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
    ...short.map(
      ({ arm, label }) =>
        `${label} has ${arm.seeds.length} of the ${counted(study.seeds.length, "seed")} that were planned.`
    )
  ]
}
