import type { Schema } from "effect"
import type { DatasetSource } from "../datasetSource.ts"
import type { Transform } from "../transforms/transform.ts"

/** A dataset that was named: files to ingest, or another dataset to transform. `name` is that of its artifacts. */
export type Dataset = FileDataset | DerivedDataset

/** A dataset in files. `settings` is what beside the files decides how they are read, so that it counts in the key. */
export interface FileDataset {
  readonly name: string
  readonly source: DatasetSource
  readonly settings?: Schema.Json
}

/** A dataset made from another one. */
export interface DerivedDataset {
  readonly name: string
  readonly from: Dataset
  readonly transforms: ReadonlyArray<Transform>
}
