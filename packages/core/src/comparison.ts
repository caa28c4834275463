import { Schema } from "effect"
import { ArchitectureSummary, Cell } from "./runRecord.ts"
import { NonNegativeInt, NonNegativeNumber, PositiveInt, PositiveNumber, Probability, Share } from "./schemas.ts"

/**
 * Mean, standard deviation (n - 1) and range of one quantity over the seeds of an arm, with a two-sided t interval of the
 * mean at the study's level; a single seed has neither deviation nor interval.
 */
export const SeedSummary = Schema.Struct({
  mean: Schema.Finite,
  sd: Schema.NullOr(NonNegativeNumber),
  lower: Schema.NullOr(Schema.Finite),
  upper: Schema.NullOr(Schema.Finite),
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

/** What would change a verdict, judged from the spread of the differences; normal differences are assumed. */
export const Outlook = Schema.Struct({
  /** The probability of success that the other two numbers are stated for. */
  power: Probability,
  /** Seeds with which a variant as good as its control is found non-inferior so often; null beyond a million. */
  seeds: Schema.NullOr(PositiveInt),
  /** The smallest margin, as a share, within which these seeds find such a variant non-inferior so often. */
  margin: NonNegativeNumber
})

/** Probabilities that the true difference is a loss beyond the margin, within the margin, or a gain beyond it. */
export const Posterior = Schema.Struct({ worse: Share, within: Share, better: Share })

/**
 * A variant against the control of the same model, paired by the seeds that both have.
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
    /** Of the exact signed-rank test of the same hypothesis, which assumes no normal distribution. */
    signedRankPValue: Schema.NullOr(Share),
    /** Holm's over the study's comparisons; it is what the verdict goes by. */
    adjustedPValue: Schema.NullOr(Share),
    verdict: Schema.Literals(["non-inferior", "not shown", "refused"]),
    seedsNeeded: Schema.NullOr(PositiveInt),
    reason: Schema.String
  }),
  /** Null where the differences have no spread to judge by. */
  outlook: Schema.NullOr(Outlook),
  posterior: Schema.NullOr(Posterior),
  timeRatio: Interval,
  /** What was compared, by how much, how sure, on how many seeds. */
  sentence: Schema.String,
  /** What that does not show. */
  caveat: Schema.String
})
export type PairedComparison = typeof PairedComparison.Type

/** A training that the study plans and that the comparison had no record of. */
export const MissingCell = Schema.Struct({
  ...Cell.fields,
  /** One sentence, where it is known. */
  reason: Schema.optionalKey(Schema.String)
})
export type MissingCell = typeof MissingCell.Type

/**
 * Variants ranked within each (model, seed) by test accuracy, 1 for the best: Friedman's test over these blocks, and how
 * far from the control's a mean rank must be to differ from it (Bonferroni-Dunn).
 */
export const Ranking = Schema.Struct({
  blocks: PositiveInt,
  alpha: Probability,
  pValue: Share,
  criticalDifference: PositiveNumber,
  ranks: Schema.Array(Schema.Struct({ variant: Schema.String, meanRank: PositiveNumber }))
})
export type Ranking = typeof Ranking.Type

/**
 * The value of the `compare` stage (`comparison.json`). `verdict` is what the study was made for, in plain words;
 * `ranking` is there where several models have all variants.
 */
export const Comparison = Schema.Struct({
  study: Schema.String,
  arms: Schema.Array(Arm),
  comparisons: Schema.Array(PairedComparison),
  ranking: Schema.NullOr(Ranking),
  missing: Schema.Array(MissingCell),
  verdict: Schema.String
})
export type Comparison = typeof Comparison.Type
