import { existsSync } from "node:fs"
import { Progress, type ProgressReport } from "@ebcle/core"
import { Engine, float32, int32, tfjsEngine, uint8 } from "@ebcle/engine"
import { variableName } from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { epochOrder } from "../src/epochOrder.ts"
import { learningRates } from "../src/learningRates.ts"
import { type TrainingTask, trainCell } from "../src/trainCell.ts"
import { pixelStatistics } from "../src/trainingData.ts"
import { trainingModule } from "../src/trainingModule.ts"
import { names } from "../src/variableNames.ts"
import { tensorflowLayer, tinyImages, tinyTask } from "./tinyTask.ts"

const onTensorflow = (task: TrainingTask) => trainCell(task).pipe(Effect.scoped, Effect.provide(tensorflowLayer))

const onTfjs = (task: TrainingTask) => trainCell(task).pipe(Effect.scoped, Effect.provide(tfjsEngine("cpu")))

/** One step in an epoch, so the loss of every step is seen; few images, for the reference engine is slow. */
const stepByStep = (steps: number): TrainingTask => ({
  ...tinyTask({ batchSize: 16, epochs: steps }),
  train: tinyImages(16, "train"),
  test: tinyImages(10, "test")
})

/** The first epoch by one call to the engine, with no other before it. */
const firstEpochByHand = (task: TrainingTask) =>
  Effect.gen(function* () {
    const { architecture, cell, recipe, test, train } = task
    const sizes = { trainImages: train.count, testImages: test.count, testBatch: test.count }
    const { module, parameters, state, stepsPerEpoch } = trainingModule(architecture, recipe, sizes)
    const session = yield* (yield* Engine).open(module)
    const { mean, scale } = pixelStatistics(train.images, architecture.input[2])
    yield* session.write({
      [names.images("train")]: uint8(train.images, [train.count, ...architecture.input]),
      [names.labels("train")]: int32(train.labels),
      [names.order]: int32(epochOrder(train.count, cell.seed, 1)),
      [names.pixelMean]: float32(mean),
      [names.pixelScale]: float32(scale),
      [names.learningRates]: float32(learningRates(recipe.learningRate, recipe.epochs, stepsPerEpoch))
    })
    for (const { initial, variable } of state) {
      yield* session.write({ [variableName(variable)]: float32(initial(cell.seed), variable.shape) })
    }
    const { loss } = yield* session.loop("train", 0, stepsPerEpoch)
    return { loss: loss!.data[0]! / stepsPerEpoch, weights: yield* session.read(parameters.map(({ name }) => name)) }
  }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))

const gpu = existsSync("/proc/driver/nvidia/version")

describe.each(["float32", "bfloat16", "float16"] as const)("a training in %s", (precision) => {
  it.effect("learns: the loss falls within 32 steps, and the test images are told apart", () =>
    Effect.gen(function* () {
      const { epochs, stepsPerEpoch } = yield* onTensorflow(tinyTask({ epochs: 8, precision }))
      expect(stepsPerEpoch).toBe(4)
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      const [first, last] = [epochs[0]!, epochs.at(-1)!]
      expect(last.loss).toBeLessThan(first.loss / 4)
      expect(last.accuracy).toBeGreaterThan(0.9)
      expect(last.testAccuracy).toBeGreaterThan(0.8)
    })
  )

  it.effect("gives the same bits for the same seed, and others for another", () =>
    Effect.gen(function* () {
      const one = yield* onTensorflow(tinyTask({ precision }))
      const again = yield* onTensorflow(tinyTask({ precision }))
      const other = yield* onTensorflow(tinyTask({ precision }, 2))
      const losses = ({ epochs }: typeof one) => epochs.map(({ loss, testLoss }) => [loss, testLoss])
      expect(losses(again)).toEqual(losses(one))
      expect(again.weights).toEqual(one.weights)
      expect([...other.weights.keys()]).toEqual([...one.weights.keys()])
      for (const [name, { data }] of one.weights) {
        // The pixels' mean and scale are those of the data.
        if (!name.startsWith("pixels.")) expect(other.weights.get(name)!.data, name).not.toEqual(data)
      }
    })
  )

  it.effect("gives the same bits where blocks are computed again", () =>
    Effect.gen(function* () {
      const recipe = { precision, microBatches: 2, dropout: 0.2, stochasticDepth: 0.2 }
      const [kept, again] = [
        yield* onTensorflow(tinyTask(recipe)),
        yield* onTensorflow(tinyTask({ ...recipe, recomputeActivations: true }))
      ]
      expect(again.weights).toEqual(kept.weights)
    })
  )

  it.effect("looks at the blocks after every epoch, and changes nothing by it", () =>
    Effect.gen(function* () {
      const plain = yield* onTensorflow(tinyTask({ precision }))
      const probed = yield* onTensorflow({ ...tinyTask({ precision }), probe: { images: 24 } })
      expect(probed.weights).toEqual(plain.weights)
      expect(plain.epochs.some(({ blocks }) => blocks !== undefined)).toBe(false)
      expect(plain.identity).toBeUndefined()
      expect(probed.identity).toMatchObject({ blocks: 3, images: 24 })
      for (const { blocks } of probed.epochs) {
        expect(blocks!.map(({ block }) => block)).toEqual(["stage1.block1", "stage2.block1", "stage3.block1"])
        for (const { cka, debiasedCka, ratio } of blocks!) {
          expect(ratio).toBeGreaterThan(0)
          expect(cka).toBeGreaterThan(0)
          expect(cka).toBeLessThan(1)
          expect(debiasedCka).toBeLessThan(1)
        }
      }
      expect(probed.epochs[1]!.blocks).not.toEqual(probed.epochs[0]!.blocks)
    })
  )

  it.effect("takes random images through random networks to the same bits each time", () =>
    Effect.gen(function* () {
      const colourJitter = { brightness: 0.2, contrast: 0.2, saturation: 0.2 }
      const augmentation = { crop: 1, flip: true, colourJitter, cutout: 2, mixup: 0.4 }
      const recipe = { precision, augmentation, microBatches: 2, dropout: 0.2, stochasticDepth: 0.2 }
      const one = yield* onTensorflow(tinyTask(recipe))
      expect((yield* onTensorflow(tinyTask(recipe))).weights).toEqual(one.weights)
      const plain = yield* onTensorflow(tinyTask({ precision, microBatches: 2 }))
      expect(one.epochs[0]!.loss).not.toBe(plain.epochs[0]!.loss)
    })
  )
})

describe("trainCell", () => {
  it.effect("agrees with the reference engine on the first steps", () =>
    Effect.gen(function* () {
      const task = stepByStep(3)
      const [native, reference] = [yield* onTensorflow(task), yield* onTfjs(task)]
      reference.epochs.forEach(({ accuracy, loss, testLoss }, i) => {
        const other = native.epochs[i]!
        expect(Math.abs(other.loss / loss - 1), `loss of step ${i}`).toBeLessThan(1e-4)
        expect(Math.abs(other.testLoss / testLoss - 1), `test loss after step ${i}`).toBeLessThan(1e-3)
        expect(other.accuracy, `accuracy of step ${i}`).toBe(accuracy)
      })
      expect([...native.weights.keys()]).toEqual([...reference.weights.keys()])
    })
  )

  it.effect("leaves no trace of the call that warms the engine up", () =>
    Effect.gen(function* () {
      const task = tinyTask({ epochs: 1 })
      const { epochs, weights } = yield* onTensorflow(task)
      const once = yield* firstEpochByHand(task)
      expect(epochs[0]!.loss).toBe(once.loss)
      for (const [name, { data }] of Object.entries(once.weights)) expect(weights.get(name)!.data, name).toEqual(data)
      expect(Object.keys(once.weights)).toHaveLength(weights.size - 2)
    })
  )

  it.effect("says how far it is", () =>
    Effect.gen(function* () {
      const reports: Array<ProgressReport> = []
      yield* Effect.provideService(onTensorflow(tinyTask()), Progress, {
        report: (report) => Effect.sync(() => reports.push(report))
      })
      expect(reports.at(-1)).toMatchObject({ task: "resnet-8 baseline seed 1", done: 8, total: 8, unit: "steps" })
      expect(reports.at(-1)!.detail).toMatch(/^epoch 2\/2, loss \d\.\d{4}, \d+\.\d %, \S+ images\/s$/)
    })
  )

  it.effect("stops where the loss is no number any more", () =>
    Effect.gen(function* () {
      const learningRate = { schedule: "constant", peak: 1e30, warmupEpochs: 0 } as const
      const error = yield* Effect.flip(onTensorflow(tinyTask({ learningRate })))
      expect(error.reason).toBe("Diverged")
      expect(error.message).toMatch(
        /^resnet-8 baseline seed 1: the loss is (NaN|Infinity) in steps 1 to 4 \(epoch 1\); stem\.conv\.kernel is the first variable that is not finite; lower recipe\.learningRate\.peak\.$/
      )
    })
  )

  it.effect("stops where only the test images show that the weights are gone", () =>
    Effect.gen(function* () {
      const learningRate = { schedule: "constant", peak: 1e30, warmupEpochs: 0 } as const
      const error = yield* Effect.flip(onTensorflow(tinyTask({ batchSize: 64, epochs: 1, learningRate })))
      expect(error.reason).toBe("Diverged")
      expect(error.message).toMatch(
        /^resnet-8 baseline seed 1: the test loss is (NaN|Infinity) after epoch 1; lower recipe\.learningRate\.peak\.$/
      )
    })
  )

  it.effect("needs the images of one batch", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(onTensorflow(tinyTask({ batchSize: 65 })))
      expect(error.reason).toBe("DataTooSmall")
      expect(error.message).toBe(
        "a batch of 65 does not fit into 64 training images; lower recipe.batchSize or raise dataset.trainImages."
      )
    })
  )

  it("trains on the GPU", (context) => {
    context.skip(!gpu, "no NVIDIA driver is loaded")
    return Effect.gen(function* () {
      const task = stepByStep(10)
      const { facts } = yield* Effect.provide(Engine, tensorflowLayer)
      expect(facts.device).toBe("gpu")
      const [native, reference] = [yield* onTensorflow(task), yield* onTfjs(task)]
      // Convolutions may round their operands to 10 bits there, and ten steps carry that on.
      expect(Math.abs(native.epochs[9]!.loss / reference.epochs[9]!.loss - 1)).toBeLessThan(0.05)
    }).pipe(Effect.runPromise)
  })
})
