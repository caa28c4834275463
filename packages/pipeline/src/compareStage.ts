import { type Artifact, Comparison, ComparisonPlan, type RunRecord, stage } from "@ebcle/core"
import { Effect, Schema } from "effect"
import { compareArms, toArm } from "./compareArms.ts"
import { verdict } from "./verdict.ts"

const CompareParams = Schema.Struct({ study: Schema.String, plan: ComparisonPlan })

/** Runs by arm, in order of first appearance; within an arm by seed. */
const byArm = (runs: ReadonlyArray<RunRecord>): ReadonlyArray<ReadonlyArray<RunRecord>> => {
  const arms = new Map<string, Array<RunRecord>>()
  for (const run of runs.toSorted((a, b) => a.cell.seed - b.cell.seed)) {
    const name = `${run.cell.model}/${run.cell.variant}`
    arms.set(name, [...(arms.get(name) ?? []), run])
  }
  return [...arms.values()]
}

/** Compares every variant with the control of its model. Runs must be complete: the same seeds in every arm. */
export const compare = (params: typeof CompareParams.Type, runs: ReadonlyArray<RunRecord>): Comparison => {
  const arms = byArm(runs)
  const of = (model: string, variant: string) =>
    arms.find(([run]) => run!.cell.model === model && run!.cell.variant === variant)
  const comparisons = arms.flatMap((arm) => {
    const { model, variant } = arm[0]!.cell
    const control = of(model, params.plan.control)
    return variant === params.plan.control || control === undefined ? [] : [compareArms(arm, control, params.plan)]
  })
  return {
    study: params.study,
    arms: arms.map(toArm),
    comparisons,
    verdict: verdict(arms.map(toArm), comparisons)
  }
}

/** The runs of a study -> paired comparisons with the control, and the verdict in words. Pure: only its inputs count. */
export const compareStage = stage({
  name: "compare",
  version: 1,
  params: CompareParams,
  output: Comparison,
  file: "comparison.json",
  run: ({
    inputs,
    params
  }: {
    readonly params: typeof CompareParams.Type
    readonly inputs: Readonly<Record<string, Artifact<RunRecord>>>
    readonly folder: string
  }) =>
    Effect.sync(() =>
      compare(
        params,
        Object.values(inputs).map(({ value }) => value)
      )
    )
})
