import { Schema } from "effect"
import { ArchitectureSummary } from "./runRecord.ts"
import { NonNegativeInt, NonNegativeNumber, PositiveInt, PositiveNumber, Probability, Share } from "./schemas.ts"

/** Mean, standard deviation (n - 1) and range of one quantity over the seeds of an arm; a single seed has no deviation. */
export const SeedSummary = Schema.Struct({
  mean: Schema.Finite,
  sd: Schema.NullOr(NonNegativeNumber),
  minimum: Schema.Finite,
  maximum: Schema.Finite
})

/** One (model, variant) over all its seeds. Times in seconds of training steps alone. */
export const Arm = Schema.Struct({
  model: Schema.String,
  variant: Schema.String,
  seeds: Schema.Array(NonNegativeInt),
  architecture: ArchitectureSummary,
  testAccuracy: SeedSummary,
  trainSeconds: SeedSummary
})
export type Arm = typeof Arm.Type

/** An estimate with its two-sided interval; null where a single pair leaves no interval. */
export const Interval = Schema.Struct({
  estimate: Schema.Finite,
  lower: Schema.NullOr(Schema.Finite),
  upper: Schema.NullOr(Schema.Finite)
})
export type Interval = typeof Interval.Type

/**
 * A variant against the control of the same model, paired by seed.
 *
 * `accuracyDifference` is variant minus control, as a share; `timeRatio` is variant over control.
 * `wilcoxon.smallestPValue` is what the most extreme outcome of so many pairs could reach.
 */
export const PairedComparison = Schema.Struct({
  model: Schema.String,
  variant: Schema.String,
  control: Schema.String,
  seeds: Schema.Array(NonNegativeInt),
  level: Probability,
  differences: Schema.Array(Schema.Finite),
  accuracyDifference: Interval,
  accuracyDifferenceSd: Schema.NullOr(NonNegativeNumber),
  wilcoxon: Schema.Struct({ statistic: NonNegativeNumber, pValue: Share, smallestPValue: Share }),
  nonInferiority: Schema.Struct({
    margin: PositiveNumber,
    alpha: Probability,
    /** Null where the verdict is refused. */
    lowerBound: Schema.NullOr(Schema.Finite),
    pValue: Schema.NullOr(Share),
    verdict: Schema.Literals(["non-inferior", "not shown", "refused"]),
    seedsNeeded: Schema.NullOr(PositiveInt),
    reason: Schema.String
  }),
  timeRatio: Interval,
  sentence: Schema.String
})
export type PairedComparison = typeof PairedComparison.Type

/** The value of the `compare` stage (`comparison.json`). `verdict` is the one sentence that the study was made for. */
export const Comparison = Schema.Struct({
  study: Schema.String,
  arms: Schema.Array(Arm),
  comparisons: Schema.Array(PairedComparison),
  verdict: Schema.String
})
export type Comparison = typeof Comparison.Type
