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
 * optimizer's slots and averages after the last step. The order of the images and the learning rates follow from the seed, the epoch and the step.
 */
export interface Checkpoint {
  readonly progress: TrainingProgress
  readonly state: ReadonlyMap<string, Weights>
}

/** Where a training keeps its checkpoints. By default nowhere: it then starts from the beginning. */
export const Checkpoints = Context.Reference<{
  /** Seconds of training between two checkpoints. */
  readonly interval: number
  /** The last checkpoint, if there is one that can be used. */
  readonly load: Effect.Effect<Checkpoint | undefined>
  readonly save: (checkpoint: Checkpoint) => Effect.Effect<void, TrainerError>
}>("@ebcle/trainer/Checkpoints", {
  defaultValue: () => ({
    interval: Number.POSITIVE_INFINITY,
    load: Effect.succeed(undefined),
    save: () => Effect.void
  })
})
