import type { Augmentation } from "@ebcle/core"
import { Engine, type EngineError, float32, int32, type Module, tfjsEngine, uint8 } from "@ebcle/engine"
import { constant, programRoots, seedWords, topologicalOrder, variable } from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { augment } from "../../src/augment/augment.ts"
import { mixup } from "../../src/augment/mixup.ts"
import { trainingModule } from "../../src/trainingModule.ts"
import { names } from "../../src/variableNames.ts"
import { tensorflowLayer, tinyNetwork, tinyTask } from "../tinyTask.ts"
import { imageShape, pixels, testSource } from "./drawn.ts"

const everything: Augmentation = {
  crop: 2,
  flip: true,
  colourJitter: { brightness: 0.4, contrast: 0.4, saturation: 0.4 },
  cutout: 3,
  mixup: 0.2
}

/** Augments the images of the tests in one step. */
const augmented = (layer: Layer.Layer<Engine, EngineError>, augmentation: Augmentation, seed: number, start: number) =>
  Effect.gen(function* () {
    const random = testSource()
    const alone = augment(variable("images", imageShape, "uint8"), augmentation, random)
    const labels = constant([0, 1, 2], [3], "int32")
    const { mixup: alpha } = augmentation
    const { images } = alpha === undefined ? { images: alone } : mixup({ images: alone, labels }, alpha, random)
    const module: Module = { entryPoints: { train: { kind: "loop", program: { outputs: { images }, updates: [] } } } }
    const session = yield* (yield* Engine).open(module)
    yield* session.write({
      images: uint8(Uint8Array.from(pixels), imageShape),
      [names.seed]: int32(seedWords(seed)),
      [names.pixelMean]: float32(Float32Array.of(100, 110, 120)),
      [names.pixelScale]: float32(Float32Array.of(0.01, 0.02, 0.03))
    })
    return [...(yield* session.loop("train", start, 1)).images!.data]
  }).pipe(Effect.scoped, Effect.provide(layer))

describe("augment", () => {
  it.effect("gives the same bits for the same seed and step, and others for another", () =>
    Effect.gen(function* () {
      const one = yield* augmented(tensorflowLayer, everything, 1, 3)
      expect(yield* augmented(tensorflowLayer, everything, 1, 3)).toEqual(one)
      expect(yield* augmented(tensorflowLayer, everything, 2, 3)).not.toEqual(one)
      expect(yield* augmented(tensorflowLayer, everything, 1, 4)).not.toEqual(one)
    })
  )

  it.effect("moves the very same bytes on every engine, and agrees on colours", () =>
    Effect.gen(function* () {
      const moves = { crop: 2, flip: true, cutout: 3 }
      for (const step of [0, 1, 2, 3]) {
        expect(yield* augmented(tfjsEngine("cpu"), moves, 1, step)).toEqual(
          yield* augmented(tensorflowLayer, moves, 1, step)
        )
        const reference = yield* augmented(tfjsEngine("cpu"), everything, 1, step)
        const native = yield* augmented(tensorflowLayer, everything, 1, step)
        native.forEach((value, i) => {
          expect(value, `element ${i}`).toBeCloseTo(reference[i]!, 5)
        })
      }
    })
  )
})

describe("trainingModule", () => {
  const { recipe } = tinyTask()
  const operationsOf = (entryPoint: "train" | "evaluate", augmentation?: Augmentation) => {
    const sizes = { trainImages: 64, testImages: 30, testBatch: 10 }
    const { module } = trainingModule(
      tinyNetwork,
      augmentation === undefined ? recipe : { ...recipe, augmentation },
      sizes
    )
    return topologicalOrder(programRoots(module.entryPoints[entryPoint]!.program)).map(
      ({ operation }) => operation.name
    )
  }

  it("draws random numbers for training images alone, and none where nothing is asked for", () => {
    expect(operationsOf("train", everything)).toContain("randomUniform")
    expect(operationsOf("evaluate", everything)).toEqual(operationsOf("evaluate"))
    expect(operationsOf("evaluate", everything)).not.toContain("randomUniform")
    expect(operationsOf("train", {})).toEqual(operationsOf("train"))
    expect(operationsOf("train")).not.toContain("randomUniform")
  })
})
