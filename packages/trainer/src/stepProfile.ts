import { Cell, EngineDescription, Recipe } from "@ebcle/core"
import { Schema } from "effect"

const PositiveInt = Schema.Int.check(Schema.isGreaterThan(0))
const Seconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** One operation of a training step, or one of its updates, in seconds a step. */
export const ProfiledOperation = Schema.Struct({
  operation: Schema.String,
  /** Null for what belongs to no layer, such as the data. */
  layer: Schema.NullOr(Schema.String),
  /** "stem", the name of a block, "head", "loss", or "other". */
  part: Schema.String,
  phase: Schema.Literals(["input", "forward", "backward", "optimizer"]),
  seconds: Seconds
})
export type ProfiledOperation = typeof ProfiledOperation.Type

/** What the steps of a training gave when they were measured, before it is known of which cell and where. */
export const MeasuredSteps = Schema.Struct({
  /** How many were timed operation by operation, and as many without. */
  steps: PositiveInt,
  /** Wall time of a step as a training makes it. */
  stepSeconds: Seconds,
  /** The same with every operation timed, one after the other. */
  timedSeconds: Seconds,
  /** Of a step's convolutions and matrix products: forward, and both gradients but those of the images. */
  multiplyAdds: PositiveInt,
  /** The fastest product of n×n matrices in the same precision and run; two operations for each multiply-add. */
  peak: Schema.Struct({ size: PositiveInt, flops: Schema.Finite }),
  /** In the order of the network. */
  parts: Schema.Array(Schema.String),
  /** In the order in which they ran. */
  operations: Schema.Array(ProfiledOperation)
})
export type MeasuredSteps = typeof MeasuredSteps.Type

/** Where the time of a cell's training steps goes. */
export const StepProfile = Schema.Struct({
  ...MeasuredSteps.fields,
  cell: Cell,
  network: Schema.String,
  precision: Recipe.fields.precision,
  batchSize: PositiveInt,
  engine: EngineDescription
})
export type StepProfile = typeof StepProfile.Type
