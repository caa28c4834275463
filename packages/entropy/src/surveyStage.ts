import { EntropyProfile, MeasureName, stage } from "@ebcle/core"
import type { IngestError } from "@ebcle/ingest"
import { Effect, type FileSystem, type Path, Schema } from "effect"
import { measureSplit } from "./measureSplit.ts"
import type { ProfileInputs } from "./profileStage.ts"
import { writeProfile } from "./writeProfile.ts"

/** Which measures of which split. */
export const SurveyParams = Schema.Struct({
  measures: Schema.Array(MeasureName).check(Schema.isMinLength(1)),
  split: Schema.Literals(["train", "test"])
})
export type SurveyParams = typeof SurveyParams.Type

/** Several measures of a split: the value of the `survey` stage (`survey.json`). */
export const Survey = Schema.Struct({
  dataset: Schema.String,
  split: Schema.String,
  profiles: Schema.Array(EntropyProfile)
})
export type Survey = typeof Survey.Type

/** A dataset -> several measures of each image of a split in one pass, each in `MEASURE.arrow`, and their summaries. */
export const surveyStage = stage({
  name: "survey",
  version: 1,
  params: SurveyParams,
  output: Survey,
  file: "survey.json",
  run: Effect.fnUntraced(function* ({
    folder,
    inputs: { dataset },
    params: { measures, split }
  }: {
    readonly params: SurveyParams
    readonly inputs: ProfileInputs
    readonly folder: string
  }): Effect.fn.Return<Survey, IngestError, FileSystem.FileSystem | Path.Path> {
    const of = { dataset: dataset.value, folder: dataset.folder, split }
    const measured = yield* measureSplit(of, measures)
    const profiles = yield* Effect.forEach(measures, (measure) =>
      writeProfile(of, measured, measure, { folder, file: `${measure}.arrow` })
    )
    return { dataset: dataset.value.name, split, profiles }
  })
})
