import { type Artifact, Comparison, type RunRecord, Study, stage } from "@ebcle/core"
import { Effect, Schema } from "effect"
import type { CompareParams } from "./compare.ts"

/** The runs of a study -> paired comparisons with the control, and the verdict in words. Pure: only its inputs count. */
export const compareStage = stage({
  name: "compare",
  version: 4,
  params: Schema.Struct({
    name: Schema.String,
    study: Schema.String,
    planned: Schema.Struct({
      models: Study.fields.models,
      variants: Study.fields.variants,
      seeds: Study.fields.seeds
    }),
    plan: Study.fields.comparison
  }),
  output: Comparison,
  file: "comparison.json",
  run: ({
    inputs,
    params
  }: {
    readonly params: CompareParams
    readonly inputs: Readonly<Record<string, Artifact<RunRecord>>>
    readonly folder: string
  }) =>
    // Loaded where something is compared: what statistics are made of takes a third of the time of a command that does not.
    Effect.map(
      Effect.promise(() => import("./compare.ts")),
      ({ compare }) =>
        compare(
          params,
          Object.values(inputs).map(({ value }) => value)
        )
    )
})
