import { Schema } from "effect"
import { NonNegativeInt, PositiveInt, Probability, Share } from "./schemas.ts"
import { DepthRule } from "./study.ts"

/**
 * A depth bound with its uncertainty: the value of the `estimate` stage (`estimate.json`).
 *
 * `interval` is a percentile bootstrap interval over images of `replicates` resamples; `shareBelow` is the share of
 * images whose own bound is lower than the dataset's; `derivation` is the arithmetic in one line.
 */
export const DepthEstimate = Schema.Struct({
  dataset: Schema.String,
  rule: DepthRule,
  bound: PositiveInt,
  unit: Schema.String,
  derivation: Schema.String,
  interval: Schema.Struct({
    level: Probability,
    lower: PositiveInt,
    upper: PositiveInt,
    replicates: PositiveInt,
    seed: NonNegativeInt
  }),
  shareBelow: Share
})
export type DepthEstimate = typeof DepthEstimate.Type
