import { type Artifact, type DatasetHeader, EntropyProfile, MeasureName, stage } from "@ebcle/core"
import type { IngestError } from "@ebcle/ingest"
import { Effect, type FileSystem, type Path, Schema } from "effect"
import { measureSplit } from "./measureSplit.ts"
import { writeProfile } from "./writeProfile.ts"

/** Which measure of which split. */
export const ProfileParams = Schema.Struct({
  measure: MeasureName,
  split: Schema.Literals(["train", "test"])
})
export type ProfileParams = typeof ProfileParams.Type

/** The dataset to profile. */
export type ProfileInputs = { readonly dataset: Artifact<DatasetHeader> }

/** A dataset -> one measure of each image of a split (`entropy.arrow`) and its summary. */
export const profileStage = stage({
  name: "profile",
  version: 3,
  params: ProfileParams,
  output: EntropyProfile,
  file: "profile.json",
  run: Effect.fnUntraced(function* ({
    folder,
    inputs: { dataset },
    params: { measure, split }
  }: {
    readonly params: ProfileParams
    readonly inputs: ProfileInputs
    readonly folder: string
  }): Effect.fn.Return<EntropyProfile, IngestError, FileSystem.FileSystem | Path.Path> {
    const of = { dataset: dataset.value, folder: dataset.folder, split }
    const measured = yield* measureSplit(of, [measure])
    return yield* writeProfile(of, measured, measure, { folder, file: "entropy.arrow" })
  })
})
