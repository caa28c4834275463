import { Schema } from "effect"
import { BlockProbe, IdentityOnset } from "./identityProbe.ts"
import { NonNegativeInt, NonNegativeNumber, PositiveInt, PositiveNumber, Share } from "./schemas.ts"
import { Recipe } from "./study.ts"

/** The unit of training: one (study, model, variant, seed). */
export const Cell = Schema.Struct({
  study: Schema.String,
  model: Schema.String,
  variant: Schema.String,
  seed: NonNegativeInt
})
export type Cell = typeof Cell.Type

/** An architecture in numbers; the zoo has the value itself. `macs` are multiply-adds of one forward pass of one image. */
export const ArchitectureSummary = Schema.Struct({
  name: Schema.String,
  family: Schema.String,
  depth: PositiveInt,
  blocks: PositiveInt,
  width: PositiveInt,
  parameters: PositiveInt,
  macs: PositiveInt,
  /** What a transform did to the baseline, a sentence each; empty for the baseline itself. */
  trace: Schema.Array(Schema.String)
})
export type ArchitectureSummary = typeof ArchitectureSummary.Type

/** Where the numbers were measured: enough to say whether two timings can be compared. */
export const EngineDescription = Schema.Struct({
  engine: Schema.String,
  tensorflow: Schema.String,
  device: Schema.String,
  intraOpThreads: PositiveInt,
  interOpThreads: PositiveInt,
  oneDnn: Schema.Boolean,
  /** Present where XLA compiled the steps. */
  xla: Schema.optionalKey(Schema.Literal(true)),
  node: Schema.String,
  platform: Schema.String
})
export type EngineDescription = typeof EngineDescription.Type

/** One epoch. `loss` is the mean training loss with the penalty left out; accuracies are shares; times are seconds. */
export const EpochRecord = Schema.Struct({
  epoch: PositiveInt,
  loss: Schema.Finite,
  accuracy: Share,
  testLoss: Schema.Finite,
  testAccuracy: Share,
  trainSeconds: NonNegativeNumber,
  evaluateSeconds: NonNegativeNumber,
  imagesPerSecond: PositiveNumber,
  /** Of studies that probe, in the order of depth. */
  blocks: Schema.optionalKey(Schema.Array(BlockProbe))
})
export type EpochRecord = typeof EpochRecord.Type

/**
 * What training one cell gave: the value of the `train` stage (`run.json`), beside `weights.safetensors`.
 *
 * `timing.train` is the wall time of the training steps alone; building the graph, the first call and evaluation are
 * outside it and reported on their own. Seconds.
 */
export const RunRecord = Schema.Struct({
  cell: Cell,
  architecture: ArchitectureSummary,
  recipe: Recipe,
  trainImages: PositiveInt,
  testImages: PositiveInt,
  stepsPerEpoch: PositiveInt,
  epochs: Schema.Array(EpochRecord),
  testAccuracy: Share,
  testLoss: Schema.Finite,
  timing: Schema.Struct({
    build: NonNegativeNumber,
    firstCall: NonNegativeNumber,
    train: PositiveNumber,
    evaluate: NonNegativeNumber,
    total: PositiveNumber
  }),
  /** After the last epoch, of studies that probe. */
  identity: Schema.optionalKey(IdentityOnset),
  engine: EngineDescription,
  weights: Schema.String
})
export type RunRecord = typeof RunRecord.Type
