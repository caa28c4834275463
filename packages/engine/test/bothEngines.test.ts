import { add, inLayer, input, matMul, type Program, scalar, sigmoid, variable, withPrecision } from "@ebcle/tensor"
import { expect, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs"
import { Context, Effect, Layer } from "effect"
import { Engine } from "../src/engine.ts"
import { float32, uint8 } from "../src/hostTensor.ts"
import { type Module, stepInput } from "../src/module.ts"
import { tfjsEngine } from "../src/tfjs/tfjsEngine.ts"
import { engines, tensorflowLayer } from "./engines.ts"

const x = variable("x", [1])
const step = input(stepInput, [], "int32")
const module: Module = {
  entryPoints: {
    grow: {
      kind: "loop",
      program: { outputs: { x, step }, updates: [{ kind: "assign", variable: x, value: add(x, scalar(1)) }] }
    }
  }
}
const one = float32(Float32Array.of(1))

const engineOf = <E>(layer: Layer.Layer<Engine, E>) =>
  Effect.map(Layer.build(layer), (context) => Context.get(context, Engine))

it.effect("both engines are open at once, each on a backend of its own", () =>
  Effect.gen(function* () {
    const reference = yield* engineOf(tfjsEngine("cpu"))
    const current = tf.getBackend()
    const native = yield* engineOf(tensorflowLayer)
    expect(reference.facts).toEqual({ engine: "tfjs", version: tf.version.tfjs, device: "cpu" })
    expect(native.facts).toMatchObject({ engine: "tensorflow", version: expect.stringMatching(/^2\.\d+\.\d+/) })
    expect([current, tf.getBackend()]).toEqual(["cpu", "tensorflow"])

    for (const backend of ["cpu", "tensorflow"]) {
      yield* Effect.promise(() => tf.setBackend(backend))
      const [a, b] = [yield* reference.open(module), yield* native.open(module)]
      for (const session of [a, b]) yield* session.write({ x: one })
      const used = { reference: tf.findBackend("cpu").numDataIds(), native: tf.findBackend("tensorflow").numDataIds() }
      for (let round = 0; round < 3; round++) {
        const start = round * 2
        expect(yield* a.loop("grow", start, 2)).toEqual(yield* b.loop("grow", start, 2))
        expect(yield* a.read(["x"])).toEqual(yield* b.read(["x"]))
      }
      expect({
        reference: tf.findBackend("cpu").numDataIds(),
        native: tf.findBackend("tensorflow").numDataIds()
      }).toEqual(used)
      expect(tf.getBackend()).toBe(backend)
    }
  })
)

for (const { layer, name } of engines) {
  it.effect(`${name} leaves no tensors behind`, () =>
    Effect.gen(function* () {
      const engine = yield* Engine
      const before = tf.memory().numTensors
      yield* Effect.scoped(
        Effect.gen(function* () {
          const session = yield* engine.open(module)
          yield* session.write({ x: one })
          const held = tf.memory().numTensors
          yield* session.loop("grow", 0, 5)
          yield* session.write({ x: one })
          yield* session.read(["x"])
          yield* Effect.flip(session.run("grow"))
          expect(tf.memory().numTensors).toBe(held)
          // TensorFlow keeps its variables in the session; those of tfjs are tensors.
          expect(held - before).toBe(name === "tensorflow" ? 0 : 1)
        })
      )
      expect(tf.memory().numTensors).toBe(before)
    }).pipe(Effect.provide(layer))
  )
}

const product: Program = { outputs: { y: matMul(input("a", [2, 2]), input("b", [2, 2])) }, updates: [] }

it.effect("the reference engine refuses bfloat16 and names the cure", () =>
  Effect.gen(function* () {
    const program = withPrecision(product, "bfloat16")
    const error = yield* Effect.flip((yield* Engine).open({ entryPoints: { product: { kind: "once", program } } }))
    expect(error.reason).toBe("ModuleInvalid")
    expect(error.message).toBe(
      '"product" computes in bfloat16, which tfjs does not have; choose the precision float32.'
    )
  }).pipe(Effect.provide(tfjsEngine("cpu")))
)

it.effect("a kernel that the backend lacks is named with its layer", () =>
  Effect.gen(function* () {
    const program: Program = { outputs: { y: inLayer("stage1.gate", () => sigmoid(input("a", [2]))) }, updates: [] }
    const session = yield* (yield* Engine).open({ entryPoints: { gate: { kind: "once", program } } })
    const kernel = tf.getKernel("Sigmoid", "cpu")
    tf.unregisterKernel("Sigmoid", "cpu")
    const error = yield* Effect.flip(session.run("gate", { a: float32(Float32Array.of(1, 2)) })).pipe(
      Effect.ensuring(Effect.sync(() => tf.registerKernel(kernel)))
    )
    expect(error.reason).toBe("KernelMissing")
    expect(error.message).toBe("tfjs has no kernel Sigmoid in stage1.gate/sigmoid; choose another engine or precision.")
  }).pipe(Effect.scoped, Effect.provide(tfjsEngine("cpu")))
)

it.effect("TensorFlow names the layer of a kernel that it lacks", () =>
  Effect.gen(function* () {
    // TensorFlow does not multiply matrices of bytes.
    const bytes = input("a", [2, 2], "uint8")
    const program: Program = { outputs: { y: inLayer("stage1.block1", () => matMul(bytes, bytes)) }, updates: [] }
    const attempt = Effect.gen(function* () {
      const session = yield* (yield* Engine).open({ entryPoints: { rest: { kind: "once", program } } })
      return yield* session.run("rest", { a: uint8(Uint8Array.of(1, 2, 3, 4), [2, 2]) })
    })
    const error = yield* Effect.flip(attempt)
    expect(error.reason).toBe("KernelMissing")
    expect(error.message).toMatch(/^TensorFlow has no kernel MatMul in .*stage1\.block1\/MatMul_\d+; choose another/)
  }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
)

it.effect("TensorFlow's own words say why it refuses a graph", () =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(
      (yield* Engine).open({ entryPoints: { "a name with spaces": { kind: "once", program: product } } })
    )
    expect(error.reason).toBe("ModuleInvalid")
    expect(error.message).toMatch(/^TensorFlow refused the graph: .*a name with spaces.*\.$/)
  }).pipe(Effect.provide(tensorflowLayer))
)
