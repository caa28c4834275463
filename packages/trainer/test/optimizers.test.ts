import { Engine, float32, type Module, stepInput } from "@ebcle/engine"
import {
  add,
  type Bindings,
  constant,
  evaluate,
  gather,
  gradients,
  input,
  matMul,
  oneHot,
  type Program,
  reduceMean,
  softmaxCrossEntropy,
  tanh,
  variable,
  variableName
} from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { clipByGlobalNorm } from "../src/optimizers/clipByGlobalNorm.ts"
import { optimize } from "../src/optimizers/optimize.ts"
import type { StateVariable } from "../src/stateVariable.ts"
import { expectClose } from "./expectClose.ts"
import { goldenOptimizers } from "./goldenOptimizers.ts"
import { tensorflowLayer } from "./tinyTask.ts"

const { cases, labels, start, x } = goldenOptimizers
type Case = (typeof cases)[number]
const totalSteps = 20
const shapes = { w1: [3, 5], b1: [5], w2: [5, 3], b2: [3] }
const names = Object.keys(shapes) as ReadonlyArray<keyof typeof shapes>

/** The training of a case: tanh(x · w1 + b1) · w2 + b2 against labels, and what its state starts with. */
const training = ({ maxGradientNorm, optimizer, weightDecay }: Case) => {
  const step = input(stepInput, [], "int32")
  const parameters = names.map((name) => variable(name, shapes[name]))
  const [w1, b1, w2, b2] = parameters
  const hidden = tanh(add(matMul(constant(x, [8, 3]), w1!), b1!))
  const targets = oneHot(constant(labels, [8], "int32"), { depth: 3, on: 1, off: 0 })
  const loss = reduceMean(softmaxCrossEntropy(add(matMul(hidden, w2!), b2!), targets), [0])
  const full = gradients(loss, parameters)
  const slopes = (maxGradientNorm === undefined ? full : clipByGlobalNorm(full, maxGradientNorm)).map(
    (gradient, i) => ({
      parameter: parameters[i]!,
      gradient,
      weightDecay: names[i]!.startsWith("w") ? weightDecay : 0
    })
  )
  const learningRate = gather(variable("rates", [totalSteps]), step)
  const { slots, updates } = optimize(optimizer, slopes, { learningRate, step, totalSteps })
  const program: Program = { outputs: { loss }, updates }
  return { program, slots }
}

const startOf = ({ rates }: Case, slots: ReadonlyArray<StateVariable>): Bindings =>
  Object.fromEntries([
    ...names.map((name) => [name, { shape: shapes[name], data: Float64Array.from(start[name]!) }] as const),
    ["rates", { shape: [totalSteps], data: Float64Array.from(rates) }] as const,
    ...slots.map(
      ({ initial, variable }) =>
        [variableName(variable), { shape: variable.shape, data: Float64Array.from(initial(1)) }] as const
    )
  ])

describe("an optimizer by its definition, in float64", () => {
  it.each(cases)("$name is that of $source", (given) => {
    const { program, slots } = training(given)
    let state = startOf(given, slots)
    for (let step = 0; step < totalSteps; step++) {
      state = evaluate(program, state, { [stepInput]: { shape: [], data: Float64Array.of(step) } }).state
      if (step === 0) for (const name of names) expectClose(state[name]!.data, given.first[name]!, 1e-9, name)
    }
    for (const name of names) expectClose(state[name]!.data, given.last[name]!, 1e-9, name)
  })
})

describe("clipByGlobalNorm", () => {
  const [a, b] = [variable("a", [2]), variable("b", [])]
  const clipped = (largest: number, first: ReadonlyArray<number>, second: number) => {
    const [left, right] = clipByGlobalNorm([a, b], largest)
    const state = { a: { shape: [2], data: Float64Array.from(first) }, b: { shape: [], data: Float64Array.of(second) } }
    const { outputs } = evaluate({ outputs: { left: left!, right: right! }, updates: [] }, state)
    return [...outputs.left!.data, ...outputs.right!.data]
  }

  it.each([
    [3.5, [1, 1, 3], 3.5 / 7],
    [7, [1, 1, 3], 1],
    [100, [1, 1, 3], 1],
    [1, [0, 0, 0], 1]
  ])("of at most %d", (largest, [first, second, third], factor) => {
    const gradient = [first! * 2, second! * 3, third! * 2]
    expect(clipped(largest, gradient.slice(0, 2), gradient[2]!)).toEqual(gradient.map((slope) => slope * factor))
  })
})

describe("an optimizer on TensorFlow, in float32", () => {
  const trainings = cases.map((given, i) => ({ given, entryPoint: `case${i}`, ...training(given) }))
  const module: Module = {
    entryPoints: Object.fromEntries(trainings.map(({ entryPoint, program }) => [entryPoint, { kind: "loop", program }]))
  }

  it.effect("takes the same twenty steps", () =>
    Effect.gen(function* () {
      const session = yield* (yield* Engine).open(module)
      for (const { entryPoint, given, slots } of trainings) {
        yield* session.write(
          Object.fromEntries(
            Object.entries(startOf(given, slots)).map(([name, { data, shape }]) => [
              name,
              float32(Float32Array.from(data), shape)
            ])
          )
        )
        yield* session.loop(entryPoint, 0, totalSteps)
        const after = yield* session.read(names)
        for (const name of names) expectClose(after[name]!.data, given.last[name]!, 1e-5, `${given.name}, ${name}`)
      }
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
  )
})
