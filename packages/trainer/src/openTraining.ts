import { Engine, type EngineError, type Module, type Session } from "@ebcle/engine"
import { summarise } from "@ebcle/zoo"
import { Effect, type Scope } from "effect"
import { DeviceBudget } from "./deviceBudget.ts"
import { epochOrder } from "./epochOrder.ts"
import { type ImageFeed, imageFeed } from "./imageFeed.ts"
import { requireMemory } from "./requireMemory.ts"
import { timed } from "./stopwatch.ts"
import type { TrainingTask } from "./trainCell.ts"
import { TrainerError } from "./trainerError.ts"
import { nameOf } from "./trainingErrors.ts"
import { type TrainingModule, trainingModule } from "./trainingModule.ts"
import { writeData, writeStart } from "./trainingSession.ts"

/** Multiply-adds that one call should do: about a second of work, after which the process listens. */
export const workPerCall = 5e10
const largestTestBatch = 500

/** A rule that holds for every training of a task, so that equal seeds sum equally. */
const stepsPerCall = ({ architecture, train }: TrainingTask, batchSize: number): number => {
  const wanted = Math.round(workPerCall / (3 * summarise(architecture).macs * batchSize))
  return Math.min(100, Math.max(1, wanted), Math.floor(train.count / batchSize))
}

/** A training on an engine, with its data there and all else at its start. */
export interface OpenTraining {
  readonly session: Session
  readonly built: TrainingModule
  readonly feed: ImageFeed
  /** How many steps a call does. */
  readonly chunk: number
  readonly testBatch: number
  /** Seconds that building and opening the module took. */
  readonly buildSeconds: number
}

/**
 * Opens a task's module on the engine, after it was seen to fit into memory, and writes data and start.
 *
 * @param alter the module, for more entry points
 * @errors TrainerError DataTooSmall, OutOfMemory; EngineError. Dies of LayerError
 */
export const openTraining = Effect.fnUntraced(function* (
  task: TrainingTask,
  alter: (module: Module) => Module = (module) => module
): Effect.fn.Return<OpenTraining, TrainerError | EngineError, Engine | Scope.Scope> {
  const { architecture, cell, recipe, test, train } = task
  if (train.count < recipe.batchSize) {
    return yield* new TrainerError({
      reason: "DataTooSmall",
      message: `a batch of ${recipe.batchSize} does not fit into ${train.count} training images; lower recipe.batchSize or raise dataset.trainImages.`
    })
  }
  const probeImages = task.probe?.images
  if (probeImages !== undefined && probeImages > test.count) {
    return yield* new TrainerError({
      reason: "DataTooSmall",
      message: `a probe of ${probeImages} images needs as many test images, not ${test.count}; lower probe.images or raise dataset.testImages.`
    })
  }
  const engine = yield* Engine
  const fits = train.images.length <= (yield* DeviceBudget)
  const testBatch = Math.min(largestTestBatch, test.count)
  const build = (batchSize: number) => {
    const window = fits ? undefined : stepsPerCall(task, batchSize)
    const sizes = { trainImages: train.count, testImages: test.count, testBatch, probeImages, window }
    return trainingModule(architecture, { ...recipe, batchSize }, sizes)
  }
  yield* requireMemory(
    engine,
    { name: nameOf(cell), batchSize: recipe.batchSize, microBatches: recipe.microBatches ?? 1 },
    build
  )
  const [[session, built], buildSeconds] = yield* timed(
    Effect.gen(function* () {
      const built = build(recipe.batchSize)
      return [yield* engine.open(alter(built.module)), built] as const
    })
  )
  const feed = imageFeed(session, task, built)
  yield* writeData(session, task, built)
  yield* feed(epochOrder(train.count, cell.seed, 1), 0)
  yield* writeStart(session, built, cell.seed)
  return { session, built, feed, chunk: stepsPerCall(task, recipe.batchSize), testBatch, buildSeconds }
})
