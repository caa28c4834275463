import { Schema } from "effect"
import { NonNegativeInt, PositiveInt } from "./schemas.ts"

/** One split of a dataset: an Arrow IPC file of `count` rows beside the header. */
export const Split = Schema.Struct({ file: Schema.String, count: PositiveInt })
export type Split = typeof Split.Type

/** One file that a dataset was made from. */
export const SourceFile = Schema.Struct({ file: Schema.String, bytes: NonNegativeInt, sha256: Schema.String })
export type SourceFile = typeof SourceFile.Type

/**
 * What is known of an ingested dataset: the value of the `ingest` stage (`dataset.json`).
 *
 * `shape` is [height, width, channels]; images are uint8 in that order.
 */
export const DatasetHeader = Schema.Struct({
  name: Schema.String,
  shape: Schema.Tuple([PositiveInt, PositiveInt, PositiveInt]),
  classes: Schema.Array(Schema.String),
  splits: Schema.Struct({ train: Split, test: Split, unlabelled: Schema.optionalKey(Split) }),
  sources: Schema.Array(SourceFile),
  licence: Schema.String,
  citation: Schema.String
})
export type DatasetHeader = typeof DatasetHeader.Type
