import { EngineDescription, EpochRecord, IdentityOnset, ProbePlan, Recipe, TrainingFigures } from "@ebcle/core"
import { Schema } from "effect"
import { CheckpointInterval } from "./checkpoints.ts"
import { EngineChoice } from "./engineChoice.ts"
import { MeasuredSteps } from "./stepProfile.ts"
import { TrainerReason } from "./trainerError.ts"

const split = Schema.Struct({ file: Schema.String, count: Schema.Int })
const cellFields = {
  cell: Schema.Json,
  architecture: Schema.Json,
  recipe: Schema.Json,
  /** Null where the blocks are not looked at. */
  probe: Schema.NullOr(ProbePlan),
  engine: EngineChoice,
  train: split,
  test: split
}

/** What the parent asks of the training process; a JSON file named by its only argument. */
export const ChildTask = Schema.Union([
  Schema.Struct({
    wants: Schema.Literal("result"),
    ...cellFields,
    /** Where the weights are to be written. */
    weights: Schema.String,
    /** Null where none are kept. */
    checkpoints: Schema.NullOr(Schema.Struct({ folder: Schema.String, every: CheckpointInterval }))
  }),
  Schema.Struct({ wants: Schema.Literal("profile"), ...cellFields }),
  Schema.Struct({ wants: Schema.Literal("costs"), engine: EngineChoice, precision: Recipe.fields.precision })
])
export type ChildTask = typeof ChildTask.Type

const measuredNetwork = Schema.Struct({
  network: Schema.String,
  batch: Schema.Int,
  stepSeconds: Schema.Finite,
  works: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(["convolution", "grouped", "dense", "elementwise", "update"]),
      place: Schema.String,
      macs: Schema.Finite,
      bytes: Schema.Finite,
      count: Schema.Int,
      seconds: Schema.Finite
    })
  )
})

/** What the training process says, a line of JSON each on standard output; the last is what was wanted or a failure. */
export const ChildMessage = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("progress"),
    report: Schema.Struct({
      task: Schema.String,
      done: Schema.Int,
      total: Schema.Int,
      unit: Schema.String,
      detail: Schema.optionalKey(Schema.String),
      training: Schema.optionalKey(TrainingFigures)
    })
  }),
  /** A line for whoever watches. */
  Schema.Struct({ kind: Schema.Literal("note"), text: Schema.String }),
  Schema.Struct({
    kind: Schema.Literal("result"),
    stepsPerEpoch: Schema.Int,
    epochs: Schema.Array(EpochRecord),
    identity: Schema.optionalKey(IdentityOnset),
    timing: Schema.Struct({
      build: Schema.Finite,
      firstCall: Schema.Finite,
      train: Schema.Finite,
      evaluate: Schema.Finite,
      total: Schema.Finite
    }),
    engine: EngineDescription
  }),
  Schema.Struct({ kind: Schema.Literal("profile"), measured: MeasuredSteps, engine: EngineDescription }),
  Schema.Struct({
    kind: Schema.Literal("costs"),
    measured: Schema.Array(measuredNetwork),
    engine: EngineDescription
  }),
  /** Without a reason it is a defect, and the message its trace. */
  Schema.Struct({ kind: Schema.Literal("failure"), reason: Schema.NullOr(TrainerReason), message: Schema.String })
])
export type ChildMessage = typeof ChildMessage.Type
