import { Schema } from "effect"
import { MeasureName } from "./measureName.ts"
import { NonNegativeInt, NonNegativeNumber, PositiveInt, Probability } from "./schemas.ts"

/** Mean and standard deviation (n - 1) of the entropy of one class, in the profile's unit. */
export const ClassEntropy = Schema.Struct({
  label: NonNegativeInt,
  name: Schema.String,
  count: NonNegativeInt,
  mean: NonNegativeNumber,
  sd: NonNegativeNumber
})

/** Mean and standard deviation (n - 1) of one channel over the images, in the profile's unit; channels count from 0. */
export const ChannelEntropy = Schema.Struct({ channel: NonNegativeInt, mean: NonNegativeNumber, sd: NonNegativeNumber })

/** A percentile bootstrap interval of the mean over images, which were resampled within their classes. */
export const MeanInterval = Schema.Struct({
  level: Probability,
  lower: NonNegativeNumber,
  upper: NonNegativeNumber,
  replicates: PositiveInt,
  seed: NonNegativeInt
})

/**
 * A measure of a split, image by image: the value of the `profile` stage (`profile.json`).
 *
 * `shape` is that of an image, [height, width, channels]. Entropies are in nats, a signal-to-noise ratio is a ratio.
 * `perChannel` is empty where a measure takes the channels of an image together, and where there is one. Quantiles are of
 * type 7 (linear interpolation); the histogram has `counts.length + 1` edges.
 * The per-image values are in `file` (Arrow, float64 column `entropy`), in dataset order.
 */
export const EntropyProfile = Schema.Struct({
  dataset: Schema.String,
  split: Schema.String,
  shape: Schema.Tuple([PositiveInt, PositiveInt, PositiveInt]),
  measure: MeasureName,
  unit: Schema.Literals(["nats", "ratio"]),
  count: PositiveInt,
  mean: NonNegativeNumber,
  sd: NonNegativeNumber,
  meanInterval: MeanInterval,
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
  perChannel: Schema.Array(ChannelEntropy),
  file: Schema.String
})
export type EntropyProfile = typeof EntropyProfile.Type
