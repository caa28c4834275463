import { type Artifact, type DatasetHeader, EntropyProfile, reportProgress, stage } from "@ebcle/core"
import { type IngestError, openSplit, type Shard } from "@ebcle/ingest"
import { Effect, type FileSystem, Path, Schema, Stream } from "effect"
import { writeEntropies } from "./entropyArrow.ts"
import { measures } from "./measures.ts"
import { summarise } from "./summarise.ts"

/** Which measure of which split. */
export const ProfileParams = Schema.Struct({
  measure: Schema.Literals(["shannon"]),
  split: Schema.Literals(["train", "test"])
})
export type ProfileParams = typeof ProfileParams.Type

/** The dataset to profile. */
export type ProfileInputs = { readonly dataset: Artifact<DatasetHeader> }

/** Name of the file of per-image values beside the profile. */
const valuesFile = "entropy.arrow"

/** A dataset -> the entropy of each image of a split (`entropy.arrow`) and their summary. */
export const profileStage = stage({
  name: "profile",
  version: 2,
  params: ProfileParams,
  output: EntropyProfile,
  file: "profile.json",
  run: Effect.fnUntraced(function* (context: {
    readonly params: ProfileParams
    readonly inputs: ProfileInputs
    readonly folder: string
  }): Effect.fn.Return<EntropyProfile, IngestError, FileSystem.FileSystem | Path.Path> {
    const path = yield* Path.Path
    const { measure, split } = context.params
    const { folder, value: dataset } = context.inputs.dataset
    const reader = yield* openSplit(path.join(folder, dataset.splits[split].file))
    const { ceiling, perImage } = measures[measure]
    const size = reader.shape[0] * reader.shape[1] * reader.shape[2]
    const values = new Float64Array(reader.count)
    const labels = new Int32Array(reader.count)
    let done = 0
    const take = Effect.fnUntraced(function* (shard: Shard) {
      values.set(perImage(shard.images, size), done)
      labels.set(shard.labels, done)
      done += shard.count
      yield* reportProgress({ task: `profile ${dataset.name}`, done, total: reader.count, unit: "images" })
      // A shard is milliseconds of work in one piece; between two of them others get their turn.
      yield* Effect.yieldNow
    })
    yield* Stream.runForEach(reader.shards, take)
    yield* writeEntropies(path.join(context.folder, valuesFile), values, {
      "ebcle.name": dataset.name,
      "ebcle.split": split,
      "ebcle.measure": measure,
      "ebcle.unit": "nats"
    })
    return summarise({
      dataset: dataset.name,
      split,
      shape: reader.shape,
      measure,
      ceiling,
      values,
      labels,
      classes: reader.classes,
      file: valuesFile
    })
  })
})
