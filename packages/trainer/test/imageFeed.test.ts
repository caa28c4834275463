import { Engine, type EngineError, type HostTensors } from "@ebcle/engine"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { type Checkpoint, Checkpoints } from "../src/checkpoints.ts"
import { DeviceBudget } from "../src/deviceBudget.ts"
import { trainCell } from "../src/trainCell.ts"
import { TrainerError } from "../src/trainerError.ts"
import { names } from "../src/variableNames.ts"
import { lasting } from "./lasting.ts"
import { tensorflowLayer, tinyImages, tinyTask } from "./tinyTask.ts"

/** 120 steps an epoch, in calls of 100 and 20. */
const task = {
  ...tinyTask({ batchSize: 2, epochs: 2, augmentation: { crop: 1, flip: true } }),
  train: tinyImages(241, "train")
}
const size = task.train.images.length

/** TensorFlow, with a list of how many bytes of training images are written to it at a time. */
const recording = (written: Array<number>) =>
  Layer.effect(
    Engine,
    Effect.map(Engine, (engine) => ({
      ...engine,
      open: (module) =>
        Effect.map(engine.open(module), (session) => ({
          ...session,
          write: (tensors: HostTensors): Effect.Effect<void, EngineError> => {
            const images = tensors[names.images("train")]
            if (images !== undefined) written.push(images.data.length)
            return session.write(tensors)
          }
        }))
    }))
  ).pipe(Layer.provide(tensorflowLayer))

const within = (budget: number, written: Array<number> = []) =>
  trainCell(task).pipe(Effect.scoped, Effect.provideService(DeviceBudget, budget), Effect.provide(recording(written)))

describe("a training whose images do not fit on the device", () => {
  it.effect("ends with the bits of one whose images do, and puts them there call by call", () =>
    Effect.gen(function* () {
      const [once, piecewise]: [Array<number>, Array<number>] = [[], []]
      const resident = yield* within(size, once)
      const streamed = yield* within(size - 1, piecewise)
      expect(lasting(streamed)).toEqual(lasting(resident))
      expect(once).toEqual([size])
      // One call to warm up, and two in each of two epochs.
      expect(piecewise).toEqual(new Array(5).fill((size / 241) * 200))
    })
  )

  it.effect("goes on from a checkpoint within an epoch to the same bits", () =>
    Effect.gen(function* () {
      let kept: Checkpoint | undefined
      const brokenOff = within(0).pipe(
        Effect.provideService(Checkpoints, {
          every: { steps: 1 },
          load: Effect.succeed(undefined),
          save: (checkpoint) =>
            Effect.suspend(() => {
              if (kept !== undefined) return new TrainerError({ reason: "NotWritable", message: "broken off" })
              kept = structuredClone(checkpoint)
              return Effect.void
            })
        })
      )
      yield* Effect.flip(brokenOff)
      expect(kept?.progress.stepsDone).toBe(100)
      const resumed = yield* within(0).pipe(
        Effect.provideService(Checkpoints, {
          every: {},
          load: Effect.succeed(kept),
          save: () => Effect.void
        })
      )
      expect(lasting(resumed)).toEqual(lasting(yield* within(size)))
    })
  )
})
