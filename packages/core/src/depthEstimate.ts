import { Schema } from "effect"
import { NonNegativeInt, PositiveInt, Probability, Share } from "./schemas.ts"
import { DepthRule } from "./study.ts"

/** What a bound counts: residual or other blocks, stages that compress (each at least a block), or layers with a kernel. */
export const DepthUnit = Schema.Literals(["blocks", "stages", "layers"])
export type DepthUnit = typeof DepthUnit.Type

/** What a rule says of a dataset; `derivation` is the arithmetic in one line. */
const ruled = { rule: DepthRule, bound: PositiveInt, unit: DepthUnit, derivation: Schema.String }

/** A bound without its uncertainty. */
export const RuledBound = Schema.Struct(ruled)
export type RuledBound = typeof RuledBound.Type

/**
 * A depth bound with its uncertainty: the value of the `estimate` stage (`estimate.json`).
 *
 * `interval` is a percentile bootstrap interval over images of `replicates` resamples; `shareBelow` is the share of
 * images whose own bound is lower than the dataset's; `others` is what other rules say, to be set beside it.
 */
export const DepthEstimate = Schema.Struct({
  dataset: Schema.String,
  ...ruled,
  interval: Schema.Struct({
    level: Probability,
    lower: PositiveInt,
    upper: PositiveInt,
    replicates: PositiveInt,
    seed: NonNegativeInt
  }),
  shareBelow: Share,
  others: Schema.Array(RuledBound)
})
export type DepthEstimate = typeof DepthEstimate.Type
