import type { Recipe } from "@ebcle/core"
import { NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path } from "effect"
import { checkpointFolder } from "../src/checkpointFolder.ts"
import { type Checkpoint, Checkpoints } from "../src/checkpoints.ts"
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
      interval: 0,
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

const platform = Layer.merge(NodeFileSystem.layer, NodePath.layer)

const some = (stepsDone: number): Checkpoint => ({
  progress: { stepsDone, loss: 0.1 + 0.2, correct: 3, trainSeconds: 1.5, epochs: [], elapsed: 2 },
  state: new Map([["w", { shape: [2], data: Float32Array.of(0.1, stepsDone) }]])
})

layer(platform)("a folder of checkpoints", (it) => {
  const inFolder = Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = path.join(yield* fs.makeTempDirectoryScoped(), "not", "yet")
    const checkpoints = yield* Checkpoints.pipe(Effect.provide(checkpointFolder(folder)))
    return { checkpoints, folder, fs, path }
  })

  it.effect("has none at first, then the last one, and keeps no other", () =>
    Effect.gen(function* () {
      const { checkpoints, folder, fs } = yield* inFolder
      assert.isUndefined(yield* checkpoints.load)
      yield* checkpoints.save(some(1))
      assert.deepStrictEqual(yield* checkpoints.load, some(1))
      yield* checkpoints.save(some(2))
      assert.deepStrictEqual(yield* checkpoints.load, some(2))
      assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), ["checkpoint.json", "state-0-2.safetensors"])
    })
  )

  it.effect("takes one that is damaged for none", () =>
    Effect.gen(function* () {
      const { checkpoints, folder, fs, path } = yield* inFolder
      yield* checkpoints.save(some(1))
      const file = path.join(folder, "state-0-1.safetensors")
      const bytes = yield* fs.readFile(file)
      bytes[bytes.length - 1]! ^= 1
      yield* fs.writeFile(file, bytes)
      assert.isUndefined(yield* checkpoints.load)
      yield* fs.writeFileString(path.join(folder, "checkpoint.json"), "{")
      assert.isUndefined(yield* checkpoints.load)
    })
  )

  it.effect("says in one line where it cannot write", () =>
    Effect.gen(function* () {
      const { folder, fs, path } = yield* inFolder
      yield* fs.makeDirectory(path.dirname(folder), { recursive: true })
      yield* fs.writeFileString(folder, "a file is in the way")
      const checkpoints = yield* Checkpoints.pipe(Effect.provide(checkpointFolder(folder)))
      const error = yield* Effect.flip(checkpoints.save(some(1)))
      assert.strictEqual(error.reason, "NotWritable")
      assert.notInclude(error.message, "\n")
      assert.include(error.message, folder)
    })
  )
})
