import { Schema } from "effect"
import { NonNegativeInt, NonNegativeNumber, PositiveInt } from "./schemas.ts"

/** One payload file of an artifact; `modified` is its time stamp in ms since 1970, by which a quick check tells it is untouched. */
export const ManifestFile = Schema.Struct({
  path: Schema.String,
  bytes: NonNegativeInt,
  modified: NonNegativeNumber,
  sha256: Schema.String
})
export type ManifestFile = typeof ManifestFile.Type

/** What a stage's key is made of. */
export const KeyParts = Schema.Struct({
  stage: Schema.String,
  version: PositiveInt,
  params: Schema.Json,
  /** Digest of each input artifact, by the input's name. */
  inputs: Schema.Record(Schema.String, Schema.String)
})
export type KeyParts = typeof KeyParts.Type

/**
 * `manifest.json` of an artifact.
 *
 * `key` names the computation, `digest` the bytes it gave: two computations with equal bytes have equal digests, so a
 * change that gives the same output stops there.
 */
export const Manifest = Schema.Struct({
  format: Schema.Literal(1),
  key: Schema.String,
  ...KeyParts.fields,
  files: Schema.Array(ManifestFile),
  digest: Schema.String,
  provenance: Schema.Struct({
    commit: Schema.NullOr(Schema.String),
    node: Schema.String,
    platform: Schema.String,
    host: Schema.String,
    started: Schema.String,
    seconds: NonNegativeNumber
  })
})
export type Manifest = typeof Manifest.Type
