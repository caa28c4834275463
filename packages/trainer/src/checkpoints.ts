import { EpochRecord } from "@ebcle/core"
import { Context, Effect, Schema } from "effect"
import type { Weights } from "./safetensors.ts"
import type { TrainerError } from "./trainerError.ts"

/** How far a training has come: what its state does not say. Losses and counts are sums over the unfinished epoch. */
export const TrainingProgress = Schema.Struct({
  /** Steps done in the epoch after those of `epochs`. */
  stepsDone: Schema.Int,
  loss: Schema.Finite,
  correct: Schema.Finite,
  trainSeconds: Schema.Finite,
  epochs: Schema.Array(EpochRecord),
  /** Seconds of the whole training so far, over all attempts. */
  elapsed: Schema.Finite
})
export type TrainingProgress = typeof TrainingProgress.Type

/**
 * Everything that a training needs to go on as if it had never stopped: parameters, moving statistics, the
 * optimizer's slots and averages after the last step. The order of the images and the learning rates follow from the
 * seed, the epoch and the step.
 */
export interface Checkpoint {
  readonly progress: TrainingProgress
  readonly state: ReadonlyMap<string, Weights>
}

/**
 * When a checkpoint is due: so many steps or seconds after the one before, whichever comes first; without either never.
 * It is taken at the end of the call to the engine in which it falls due, so it changes no result.
 */
export const CheckpointInterval = Schema.Struct({
  steps: Schema.optionalKey(Schema.Int),
  seconds: Schema.optionalKey(Schema.Finite)
})
export type CheckpointInterval = typeof CheckpointInterval.Type

/** How often the stage's trainings keep a checkpoint. By default every 30 s: little to lose, and nothing to notice. */
export const CheckpointEvery = Context.Reference<CheckpointInterval>("@ebcle/trainer/CheckpointEvery", {
  defaultValue: () => ({ seconds: 30 })
})

/** Where a training keeps its checkpoints. By default nowhere: it then starts from the beginning. */
export const Checkpoints = Context.Reference<{
  readonly every: CheckpointInterval
  /** The last checkpoint that can be used, if there is one. */
  readonly load: Effect.Effect<Checkpoint | undefined>
  readonly save: (checkpoint: Checkpoint) => Effect.Effect<void, TrainerError>
}>("@ebcle/trainer/Checkpoints", {
  defaultValue: () => ({ every: {}, load: Effect.succeed(undefined), save: () => Effect.void })
})
