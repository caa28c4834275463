import { DatasetHeader, SourceFile, stage } from "@ebcle/core"
import { Effect, type FileSystem, type Path, Schema } from "effect"
import { findDataset } from "./datasets.ts"
import { ingestDataset } from "./ingestDataset.ts"
import type { IngestError } from "./ingestError.ts"

/** A dataset and the digests of the files it is made from, so that a changed file changes the key. */
export const IngestParams = Schema.Struct({
  name: Schema.String,
  sources: Schema.Array(SourceFile),
  /** What beside the files decides how they are read; absent for a dataset that is known by name. */
  settings: Schema.optionalKey(Schema.Json)
})
export type IngestParams = typeof IngestParams.Type

/**
 * The parameters of `ingestStage` for a dataset; its files are read, to digest them.
 *
 * @errors DatasetUnknown, SourceMissing, FileUnreadable, SourceChanged
 */
export const ingestParams = Effect.fnUntraced(function* (
  name: string
): Effect.fn.Return<IngestParams, IngestError, FileSystem.FileSystem | Path.Path> {
  const dataset = yield* findDataset(name)
  return { name, sources: yield* dataset.sources }
})

/** Source files of a named dataset -> `train.arrow`, `test.arrow` and their header. */
export const ingestStage = stage({
  name: "ingest",
  version: 1,
  params: IngestParams,
  output: DatasetHeader,
  file: "dataset.json",
  run: Effect.fnUntraced(function* ({
    folder,
    params
  }: {
    readonly folder: string
    readonly params: IngestParams
  }): Effect.fn.Return<DatasetHeader, IngestError, FileSystem.FileSystem | Path.Path> {
    const dataset = yield* findDataset(params.name)
    return yield* ingestDataset(dataset, folder, params.sources)
  })
})
