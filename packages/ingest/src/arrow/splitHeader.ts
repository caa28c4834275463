import { DatasetHeader } from "@ebcle/core"
import { Schema } from "effect"

/**
 * What an Arrow file says of itself in its schema metadata, each field under the key `ebcle.<field>`: texts as they
 * are, the rest as JSON. `shape` is [height, width, channels].
 */
export const SplitHeader = Schema.Struct({
  name: DatasetHeader.fields.name,
  split: Schema.Literals(["train", "test", "unlabelled"]),
  shape: Schema.fromJsonString(DatasetHeader.fields.shape),
  classes: Schema.fromJsonString(DatasetHeader.fields.classes),
  sources: Schema.fromJsonString(DatasetHeader.fields.sources),
  licence: DatasetHeader.fields.licence,
  citation: DatasetHeader.fields.citation
})
export type SplitHeader = typeof SplitHeader.Type

/** What the keys of the metadata begin with. */
export const keyPrefix = "ebcle."

/** The label of every image of the split `unlabelled`. */
export const unlabelled = -1
