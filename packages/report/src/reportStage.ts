import {
  type Artifact,
  type Comparison,
  type DepthEstimate,
  type EntropyProfile,
  type RunRecord,
  Study,
  stage
} from "@ebcle/core"
import { Effect, FileSystem, Path, Schema } from "effect"
import { renderReport } from "./renderReport.ts"
import { ReportError } from "./reportError.ts"

/** The value of the `report` stage (`report.json`): the page's file name, and the sentence that it opens with. */
export const Report = Schema.Struct({ page: Schema.String, verdict: Schema.String })
export type Report = typeof Report.Type

/** The inputs of the `report` stage: three artifacts by name, and each run under a name of its own after `run:`. */
export type ReportInputs = {
  readonly profile: Artifact<EntropyProfile>
  readonly estimate: Artifact<DepthEstimate>
  readonly comparison: Artifact<Comparison>
  readonly [run: `run:${string}`]: Artifact<RunRecord>
}

const pageName = "index.html"

/** Makes `index.html`, the page of a study, from its profile, estimate, comparison and runs. */
export const reportStage = stage({
  name: "report",
  version: 1,
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
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { comparison, estimate, profile, ...runs } = inputs
    const text = yield* renderReport({
      ...params,
      profile: profile.value,
      estimate: estimate.value,
      comparison: comparison.value,
      runs: Object.values(runs).map(({ value }) => value),
      provenance: {
        digests: Object.fromEntries(Object.entries(inputs).map(([name, { digest }]) => [name, digest]))
      }
    })
    const file = path.join(folder, pageName)
    yield* fs.writeFileString(file, text).pipe(
      Effect.mapError(
        (error) =>
          new ReportError({
            reason: "PageNotWritable",
            message: `${file} could not be written (${error.message.replaceAll(/\s+/g, " ")}); free space or make the folder writable.`
          })
      )
    )
    return { page: pageName, verdict: comparison.value.verdict }
  })
})
