import { Schema } from "effect"
import { NonNegativeInt, NonNegativeNumber, PositiveInt } from "./schemas.ts"

/** Mean and standard deviation (n - 1) of the entropy of one class, in nats. */
export const ClassEntropy = Schema.Struct({
  label: NonNegativeInt,
  name: Schema.String,
  count: NonNegativeInt,
  mean: NonNegativeNumber,
  sd: NonNegativeNumber
})

/**
 * The entropy of a split, image by image: the value of the `profile` stage (`profile.json`).
 *
 * `shape` is that of an image, [height, width, channels]. All entropies in nats; quantiles are of type 7 (linear interpolation); the histogram has `counts.length + 1` edges.
 * The per-image values are in `file` (Arrow, float64 column `entropy`), in dataset order.
 */
export const EntropyProfile = Schema.Struct({
  dataset: Schema.String,
  split: Schema.String,
  shape: Schema.Tuple([PositiveInt, PositiveInt, PositiveInt]),
  measure: Schema.String,
  unit: Schema.Literal("nats"),
  count: PositiveInt,
  mean: NonNegativeNumber,
  sd: NonNegativeNumber,
  minimum: NonNegativeNumber,
  maximum: NonNegativeNumber,
  quantiles: Schema.Struct({
    q05: NonNegativeNumber,
    q25: NonNegativeNumber,
    q50: NonNegativeNumber,
    q75: NonNegativeNumber,
    q95: NonNegativeNumber
  }),
  histogram: Schema.Struct({ edges: Schema.Array(NonNegativeNumber), counts: Schema.Array(NonNegativeInt) }),
  perClass: Schema.Array(ClassEntropy),
  file: Schema.String
})
export type EntropyProfile = typeof EntropyProfile.Type
