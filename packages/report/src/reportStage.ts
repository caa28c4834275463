import {
  type Artifact,
  type Comparison,
  type DepthEstimate,
  type EntropyProfile,
  type RunRecord,
  Study,
  stage
} from "@ebcle/core"
import { Effect, Schema } from "effect"
import { pageName, reportFiles } from "./reportFiles.ts"
import { writeFiles } from "./writeFiles.ts"

/**
 * The value of the `report` stage (`report.json`): the page's file name, the verdict that it opens with, and the names of
 * all files of the report.
 */
export const Report = Schema.Struct({
  page: Schema.String,
  verdict: Schema.String,
  files: Schema.Array(Schema.String)
})
export type Report = typeof Report.Type

/** The inputs of the `report` stage: three artifacts by name, and each run under a name of its own after `run:`. */
export type ReportInputs = {
  readonly profile: Artifact<EntropyProfile>
  readonly estimate: Artifact<DepthEstimate>
  readonly comparison: Artifact<Comparison>
  readonly [run: `run:${string}`]: Artifact<RunRecord>
}

/** Makes the report of a study, `index.html` and the same in other forms, from its profile, estimate, comparison and runs. */
export const reportStage = stage({
  name: "report",
  version: 4,
  params: Schema.Struct({ study: Study, studyFile: Schema.String, command: Schema.String }),
  output: Report,
  file: "report.json",
  run: Effect.fnUntraced(function* ({
    folder,
    inputs,
    params
  }: {
    readonly params: { readonly study: Study; readonly studyFile: string; readonly command: string }
    readonly inputs: ReportInputs
    readonly folder: string
  }) {
    const { comparison, estimate, profile, ...runs } = inputs
    const files = yield* reportFiles({
      ...params,
      profile: profile.value,
      estimate: estimate.value,
      comparison: comparison.value,
      runs: Object.values(runs).map(({ value }) => value),
      provenance: {
        digests: Object.fromEntries(Object.entries(inputs).map(([name, { digest }]) => [name, digest]))
      }
    })
    yield* writeFiles(folder, files)
    return { page: pageName, verdict: comparison.value.verdict, files: files.map(({ name }) => name) }
  })
})
