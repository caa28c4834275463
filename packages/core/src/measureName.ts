import { Schema } from "effect"

const entropies = [
  "shannon",
  "shannon-miller-madow",
  "shannon-james-stein",
  "shannon-per-channel",
  "shannon-per-channel-miller-madow",
  "shannon-per-channel-james-stein",
  "shannon-joint",
  "intensity",
  "maximum-entropy",
  "local",
  "cooccurrence",
  "delentropy",
  "haar",
  "block-pair",
  "deflate",
  "png"
] as const

/** A measure in nats, by its name in `entropy`: what a depth rule can take. */
export const EntropyMeasure = Schema.Literals(entropies)
export type EntropyMeasure = typeof EntropyMeasure.Type

/** A measure by its name in `entropy`, a ratio included: what a profile can be of. */
export const MeasureName = Schema.Literals([...entropies, "signal-to-noise"])
export type MeasureName = typeof MeasureName.Type
