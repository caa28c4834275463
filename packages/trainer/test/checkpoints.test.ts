import { Progress, type Recipe } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber } from "effect"
import { type Checkpoint, type CheckpointInterval, Checkpoints } from "../src/checkpoints.ts"
import { type TrainingTask, trainCell } from "../src/trainCell.ts"
import { TrainerError } from "../src/trainerError.ts"
import { lasting } from "./lasting.ts"
import { someOptimizers, tensorflowLayer, tinyImages, tinyTask } from "./tinyTask.ts"

/** 120 steps an epoch, in calls of 100 and 20: checkpoints fall inside epochs and at their ends. */
const taskOf = (recipe: Partial<Recipe>): TrainingTask => ({
  ...tinyTask({ batchSize: 2, epochs: 2, precision: "bfloat16", ...recipe }),
  train: tinyImages(240, "train")
})

/** All that keeps a state, and every optimizer. */
const recipes: ReadonlyArray<readonly [string, Partial<Recipe>]> = [
  ["sgd", {}],
  ...someOptimizers.map((optimizer) => {
    const learningRate = { schedule: "linear", peak: 0.01, warmupEpochs: 1 } as const
    const more = { emaDecay: 0.99, maxGradientNorm: 1, microBatches: 2 }
    return [`${optimizer.algorithm} with everything`, { optimizer, learningRate, ...more }] as const
  })
]

/** A training that is broken off as soon as it has saved `saves` checkpoints, and leaves the last in `kept`. */
const brokenOff = (task: TrainingTask, kept: { last: Checkpoint | undefined }, saves: number) => {
  let saved = 0
  return trainCell(task).pipe(
    Effect.scoped,
    Effect.provideService(Checkpoints, {
      every: { steps: 1 },
      load: Effect.sync(() => kept.last),
      save: (checkpoint) =>
        Effect.suspend(() => {
          if (saved === saves) return new TrainerError({ reason: "NotWritable", message: "broken off" })
          saved += 1
          // As a file gives it back: nothing is shared with the training that goes on.
          kept.last = structuredClone(checkpoint)
          return Effect.void
        })
    }),
    Effect.provide(tensorflowLayer)
  )
}

describe("a training from checkpoints", () => {
  it.effect.each(recipes)("by %s ends with the bits of an unbroken one, however often it is broken off", ([, recipe]) =>
    Effect.gen(function* () {
      const task = taskOf(recipe)
      const unbroken = yield* trainCell(task).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
      const kept: { last: Checkpoint | undefined } = { last: undefined }
      const stops: Array<number> = []
      for (;;) {
        const result = yield* Effect.option(brokenOff(task, kept, 1))
        if (result._tag === "None") {
          stops.push(kept.last!.progress.epochs.length * 120 + kept.last!.progress.stepsDone)
          continue
        }
        assert.deepStrictEqual(lasting(result.value), lasting(unbroken))
        break
      }
      assert.deepStrictEqual(stops, [100, 120, 220])
    })
  )
})

/** A training that keeps all its checkpoints, and those that it has kept. */
const keeping = (task: TrainingTask, every: CheckpointInterval) => {
  const kept: Array<Checkpoint> = []
  const training = trainCell(task).pipe(
    Effect.scoped,
    Effect.provideService(Checkpoints, {
      every,
      load: Effect.sync(() => kept.at(-1)),
      save: (checkpoint) => Effect.sync(() => kept.push(structuredClone(checkpoint)))
    }),
    Effect.provide(tensorflowLayer)
  )
  const steps = () => kept.map(({ progress }) => progress.epochs.length * 120 + progress.stepsDone)
  return { kept, steps, training }
}

describe("checkpoints", () => {
  it.effect("are taken at the ends of calls, as often as asked for, and change nothing", () =>
    Effect.gen(function* () {
      const task = taskOf({})
      const never = keeping(task, {})
      const unbroken = lasting(yield* never.training)
      assert.deepStrictEqual(never.steps(), [])
      const cases = [
        [{ seconds: 0 }, [100, 120, 220, 240]],
        [{ steps: 101 }, [120, 240]],
        [{ steps: 120, seconds: 1e9 }, [120, 240]],
        [{ steps: 240, seconds: 0 }, [100, 120, 220, 240]]
      ] as const
      for (const [every, steps] of cases) {
        const kept = keeping(task, every)
        assert.deepStrictEqual(lasting(yield* kept.training), unbroken)
        assert.deepStrictEqual(kept.steps(), [...steps], JSON.stringify(every))
      }
    })
  )

  it.effect("never hold what is not finite, also where the loss does not show it yet", () =>
    Effect.gen(function* () {
      // The first step has a finite loss and leaves weights that have none.
      const learningRate = { schedule: "constant", peak: 1e38, warmupEpochs: 0 } as const
      const task = taskOf({ batchSize: 240, learningRate, weightDecay: 1e6 })
      const { kept, training } = keeping(task, { steps: 1 })
      const error = yield* Effect.flip(training)
      assert.strictEqual(
        error.message,
        "resnet-8 baseline seed 1: the weights are gone after step 1 (epoch 1); stem.conv.kernel is the first variable that is not finite; lower recipe.learningRate.peak."
      )
      assert.strictEqual(error.reason, "Diverged")
      assert.deepStrictEqual(kept, [])
    })
  )

  it.effect("are taken when the training is interrupted, which ends with the call under way", () =>
    Effect.gen(function* () {
      const task = taskOf({})
      const { kept, steps, training } = keeping(task, {})
      const reports: Array<number> = []
      const fiber: Fiber.Fiber<unknown, unknown> = yield* Effect.forkChild(
        Effect.provideService(training, Progress, {
          report: ({ done }) =>
            Effect.sync(() => {
              reports.push(done)
              if (done === 120) fiber.interruptUnsafe()
            })
        })
      )
      const exit = yield* Fiber.await(fiber)
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
      assert.deepStrictEqual(reports, [100, 120])
      assert.deepStrictEqual(steps(), [120])
      assert.strictEqual(kept[0]!.progress.epochs.length, 0)

      assert.deepStrictEqual(lasting(yield* training), lasting(yield* keeping(task, {}).training))
    })
  )
})
