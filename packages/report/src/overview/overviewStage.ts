import { type Artifact, type Comparison, type DepthEstimate, type EntropyProfile, Study, stage } from "@ebcle/core"
import { Effect, Schema } from "effect"
import { pageName } from "../reportFiles.ts"
import { Report } from "../reportStage.ts"
import { writeFiles } from "../writeFiles.ts"
import { overviewFiles } from "./overviewFiles.ts"
import { studyViews } from "./overviewRows.ts"
import { overviewVerdict } from "./overviewVerdict.ts"

/** The inputs of the `overview` stage: three artifacts of each study, under its name. */
export type OverviewInputs = {
  readonly [profile: `profile:${string}`]: Artifact<EntropyProfile>
  readonly [estimate: `estimate:${string}`]: Artifact<DepthEstimate>
  readonly [comparison: `comparison:${string}`]: Artifact<Comparison>
}

const OverviewParams = Schema.Struct({
  studies: Schema.Array(Schema.Struct({ name: Schema.String, study: Study, studyFile: Schema.String })),
  command: Schema.String
})
type OverviewParams = typeof OverviewParams.Type

/** Makes the report on several studies together, from what each of them came to. */
export const overviewStage = stage({
  name: "overview",
  version: 4,
  params: OverviewParams,
  output: Report,
  file: "report.json",
  run: Effect.fnUntraced(function* ({
    folder,
    inputs,
    params
  }: {
    readonly params: OverviewParams
    readonly inputs: OverviewInputs
    readonly folder: string
  }) {
    const studies = params.studies.map((one) => ({
      ...one,
      profile: inputs[`profile:${one.name}`]!.value,
      estimate: inputs[`estimate:${one.name}`]!.value,
      comparison: inputs[`comparison:${one.name}`]!.value
    }))
    const digests = Object.fromEntries(Object.entries(inputs).map(([name, { digest }]) => [name, digest]))
    const input = { studies, command: params.command, digests }
    const files = yield* overviewFiles(input)
    yield* writeFiles(folder, files)
    return { page: pageName, verdict: overviewVerdict(studyViews(input)), files: files.map(({ name }) => name) }
  })
})
