import type { Recipe } from "@ebcle/core"
import { Engine, type EngineError, float32, type HostTensors, int32, tfjsEngine, uint8 } from "@ebcle/engine"
import { programRoots, programVariables, sizeOf, topologicalOrder, type Value, variableName } from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { initialParameter } from "../src/initialParameter.ts"
import { randomStream } from "../src/randomStream.ts"
import { pixelStatistics } from "../src/trainingData.ts"
import { trainingModule } from "../src/trainingModule.ts"
import { names } from "../src/variableNames.ts"
import { someOptimizers, tensorflowLayer, tinyImages, tinyNetwork, tinyTask } from "./tinyTask.ts"

const engines: ReadonlyArray<readonly [string, Layer.Layer<Engine, EngineError>]> = [
  ["tensorflow", tensorflowLayer],
  ["tfjs", tfjsEngine("cpu")]
]
const { recipe } = tinyTask()

/** Sums of loss and of right answers over the first `count` test images, in batches of `testBatch`. */
const evaluate = Effect.fnUntraced(function* (count: number, testBatch: number) {
  const test = tinyImages(count, "evaluate")
  const training = trainingModule(tinyNetwork, recipe, { trainImages: 16, testImages: count, testBatch })
  const { mean, scale } = pixelStatistics(test.images, 3)
  const { normal } = randomStream(1, "statistics")
  const state: HostTensors = {
    [names.images("test")]: uint8(test.images, [count, ...tinyNetwork.input]),
    [names.labels("test")]: int32(test.labels),
    [names.pixelMean]: float32(mean),
    [names.pixelScale]: float32(scale),
    ...Object.fromEntries(
      training.parameters.map((parameter) => {
        const start = initialParameter(parameter, 1)
        // Statistics that are not those of a start, so that they matter.
        const moved = parameter.role.startsWith("moving") ? start.map((value) => value + 0.2 * normal() ** 2) : start
        return [parameter.name, float32(moved, parameter.value.shape)]
      })
    )
  }
  const session = yield* (yield* Engine).open(training.module)
  yield* session.write(state)
  const { correct, loss } = yield* session.loop("evaluate", 0, training.testSteps)
  return { steps: training.testSteps, correct: correct!.data[0]!, loss: loss!.data[0]! }
}, Effect.scoped)

describe.each(engines)("evaluation on %s", (_, layer) => {
  it.effect.each([
    [7, 3, 3],
    [7, 7, 1],
    [7, 5, 2],
    [6, 3, 2],
    [1, 1, 1]
  ] as const)("counts each of %d images once in batches of %d", ([count, batch, steps]) =>
    Effect.gen(function* () {
      const singly = yield* evaluate(count, 1)
      const batched = yield* evaluate(count, batch)
      expect([singly.steps, batched.steps]).toEqual([count, steps])
      expect(batched.correct).toBe(singly.correct)
      expect(Math.abs(batched.loss / singly.loss - 1)).toBeLessThan(1e-5)
    }).pipe(Effect.provide(layer))
  )
})

describe("trainingModule", () => {
  const training = trainingModule(tinyNetwork, recipe, { trainImages: 70, testImages: 30, testBatch: 8 })

  it("leaves the images out that do not fill a batch, and rounds the test's batches up", () => {
    expect([training.stepsPerEpoch, training.testSteps]).toEqual([4, 4])
  })

  it("refuses a batch that is larger than the data", () => {
    expect(() => trainingModule(tinyNetwork, recipe, { trainImages: 15, testImages: 1, testBatch: 1 })).toThrow(
      new RangeError("a batch of 16 does not fit into 15 training images")
    )
  })

  it("refuses parts that are not equal", () => {
    expect(() => trainingModule(tinyNetwork, { ...recipe, microBatches: 3 }, sizes)).toThrow(
      new RangeError("a batch of 16 does not split into 3 equal parts")
    )
  })

  const sizes = { trainImages: 16, testImages: 1, testBatch: 1 }

  it.each(someOptimizers)("starts every variable that a step of $algorithm changes, and no other", (optimizer) => {
    const training = trainingModule(tinyNetwork, { ...recipe, optimizer, emaDecay: 0.9 }, sizes)
    const { program } = training.module.entryPoints.train!
    const changed = program.updates.flatMap((update) =>
      update.kind === "momentum" ? [update.variable, update.velocity] : [update.variable]
    )
    expect(training.state.map(({ variable }) => variableName(variable)).toSorted()).toEqual(
      changed.map(variableName).toSorted()
    )
    for (const { initial, variable } of training.state) expect(initial(1)).toHaveLength(sizeOf(variable.shape))
  })

  it("evaluates with the averages where a recipe asks for them, and else with the parameters", () => {
    const evaluatedWith = (emaDecay?: number) => {
      const more = emaDecay === undefined ? {} : { emaDecay }
      const { module, parameters, weights } = trainingModule(tinyNetwork, { ...recipe, ...more }, sizes)
      expect([...weights.keys()]).toEqual(parameters.map(({ name }) => name))
      const variables = programVariables(module.entryPoints.evaluate!.program)
      for (const weight of weights.values()) expect(variables.get(variableName(weight))?.node).toBe(weight.node)
      return [...variables.keys()].filter((name) => !/^(test|pixels)\./.test(name)).toSorted()
    }
    const parameters = training.parameters.map(({ name }) => name).toSorted()
    expect(evaluatedWith()).toEqual(parameters)
    expect(evaluatedWith(0.9)).toEqual(parameters.map((name) => `average/${name}`))
  })

  it.each(someOptimizers)("computes the sums and steps of $algorithm in float32 under bfloat16", (optimizer) => {
    /** How often each operation is computed in bfloat16; what is shared by the parts of a batch is cast once. */
    const rounded = (more: Partial<Recipe>) => {
      const { train } = trainingModule(tinyNetwork, { ...recipe, ...more, precision: "bfloat16" }, sizes).module
        .entryPoints
      const counts: Record<string, number> = {}
      for (const { operation, outputs } of topologicalOrder(programRoots(train!.program))) {
        if (outputs[0]!.dtype !== "bfloat16" || operation.name === "cast") continue
        counts[operation.name] = (counts[operation.name] ?? 0) + 1
      }
      return counts
    }
    const alone = Object.entries(rounded({ weightDecay: 0 })).map(([name, count]) => [name, 2 * count])
    expect(rounded({ optimizer, emaDecay: 0.9, maxGradientNorm: 1, microBatches: 2 })).toEqual(
      Object.fromEntries(alone)
    )
  })

  it("has a rate for every step", () => {
    const variables = programVariables(training.module.entryPoints.train!.program)
    expect(sizeOf(variables.get(names.learningRates)!.shape)).toBe(recipe.epochs * training.stepsPerEpoch)
  })

  it("penalises kernels only, and nothing under a weight decay of 0", () => {
    const penalised = (weightDecay: number) => {
      const { program } = trainingModule(
        tinyNetwork,
        { ...recipe, weightDecay },
        { trainImages: 16, testImages: 1, testBatch: 1 }
      ).module.entryPoints.train!
      const isPenalty = ({ node }: Value, parameter: Value) =>
        node.operation.name === "multiply" && node.inputs.some((factor) => factor.node === parameter.node)
      return program.updates.flatMap((update) =>
        update.kind === "momentum" && update.gradient.node.inputs.some((term) => isPenalty(term, update.variable))
          ? [variableName(update.variable)]
          : []
      )
    }
    expect(penalised(0)).toEqual([])
    expect(penalised(1e-4)).toEqual(training.parameters.filter(({ role }) => role === "kernel").map(({ name }) => name))
  })
})
