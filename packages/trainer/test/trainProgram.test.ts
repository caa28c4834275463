import { Engine, float32, int32, type Module, stepInput, uint8 } from "@ebcle/engine"
import { type Bindings, evaluate, variableName } from "@ebcle/tensor"
import type { Architecture, Layer } from "@ebcle/zoo"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { learningRates } from "../src/learningRates.ts"
import { trainingModule } from "../src/trainingModule.ts"
import { names } from "../src/variableNames.ts"
import { expectClose } from "./expectClose.ts"
import { goldenOptimizers } from "./goldenOptimizers.ts"
import { tensorflowLayer } from "./tinyTask.ts"

const { network, steps } = goldenOptimizers
const sizes = { trainImages: 16, testImages: 1, testBatch: 1 }
const totalSteps = 20

const layers: ReadonlyArray<Layer> = [
  { kind: "convolution", name: "conv", kernel: [3, 3], stride: 1, inputs: 2, outputs: 4, groups: 1 },
  { kind: "batchNorm", name: "norm", channels: 4 },
  { kind: "relu" },
  { kind: "globalAveragePool" },
  { kind: "dense", name: "dense", inputs: 4, outputs: 3 }
]
const architecture: Architecture = {
  name: "golden",
  family: "resnet",
  input: [5, 4, 2],
  classes: 3,
  depth: 2,
  width: 4,
  stem: [],
  stages: [],
  head: layers,
  layers,
  trace: []
}

/** The training of a case, and what its state starts with. */
const training = ({ recipe }: (typeof steps)[number]) => {
  const built = trainingModule(architecture, recipe, sizes)
  const started = built.parameters.flatMap(({ name, value }) => {
    const data = Float64Array.from(network.start[name]!)
    return [name, variableName(built.weights.get(name)!)].map((variable) => [variable, { shape: value.shape, data }])
  })
  const state: Bindings = {
    ...Object.fromEntries(
      built.state.map(({ initial, variable }) => [
        variableName(variable),
        { shape: variable.shape, data: Float64Array.from(initial(1)) }
      ])
    ),
    ...Object.fromEntries(started),
    [names.pixelMean]: { shape: [2], data: Float64Array.from(network.mean) },
    [names.pixelScale]: { shape: [2], data: Float64Array.from(network.scale) },
    [names.learningRates]: {
      shape: [totalSteps],
      data: Float64Array.from(learningRates(recipe.learningRate, recipe.epochs, built.stepsPerEpoch))
    }
  }
  return { ...built, state }
}

const images = Uint8Array.from(network.images)
const labels = Int32Array.from(network.labels)
const order = Int32Array.from(network.order)
const imageShape = [16, ...architecture.input]

const described = steps.map((given) => {
  const { emaDecay = "none", maxGradientNorm = "none", microBatches } = given.recipe
  return [`parts ${microBatches}, largest norm ${maxGradientNorm}, average ${emaDecay}`, given] as const
})

describe("twenty steps of a network with batch norm", () => {
  it.each(
    // Scaling the loss by powers of two rounds nothing.
    (["float32", "float16"] as const).flatMap((precision) =>
      described.map(([name, given]) => [name, precision, given] as const)
    )
  )("are PyTorch's by the definition, in float64: %s, as for %s", (_, precision, given) => {
    const built = training({ ...given, recipe: { ...given.recipe, precision } })
    const { program } = built.module.entryPoints.train!
    let state: Bindings = {
      ...built.state,
      [names.images("train")]: { shape: imageShape, data: Float64Array.from(images) },
      [names.labels("train")]: { shape: [16], data: Float64Array.from(labels) },
      [names.order]: { shape: [16], data: Float64Array.from(order) }
    }
    let [loss, correct] = [0, 0]
    for (let step = 0; step < totalSteps; step++) {
      const run = evaluate(program, state, { [stepInput]: { shape: [], data: Float64Array.of(step) } })
      state = run.state
      loss += run.outputs.loss!.data[0]!
      correct += run.outputs.correct!.data[0]!
    }
    // The rates are float32.
    expect(loss).toBeCloseTo(given.loss, 6)
    expect(correct).toBe(given.correct)
    for (const [name, weight] of built.weights) {
      expectClose(state[variableName(weight)]!.data, given.weights[name]!, 1e-7, name)
    }
  })

  it.effect.each(described)("are PyTorch's on TensorFlow, in float32: %s", ([, given]) =>
    Effect.gen(function* () {
      const built = training(given)
      const { train } = built.module.entryPoints
      const module: Module = { entryPoints: { train: train! } }
      const session = yield* (yield* Engine).open(module)
      yield* session.write({
        ...Object.fromEntries(
          Object.entries(built.state).map(([name, { data, shape }]) => [name, float32(Float32Array.from(data), shape)])
        ),
        [names.images("train")]: uint8(images, imageShape),
        [names.labels("train")]: int32(labels),
        [names.order]: int32(order)
      })
      const sums = yield* session.loop("train", 0, totalSteps)
      expectClose(sums.loss!.data, [given.loss], 1e-5, "loss")
      expect(sums.correct!.data[0]).toBe(given.correct)
      const weights = yield* session.read([...built.weights.values()].map(variableName))
      for (const [name, weight] of built.weights) {
        expectClose(weights[variableName(weight)]!.data, given.weights[name]!, 1e-5, name)
      }
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
  )
})
