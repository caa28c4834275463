import { fromBinary } from "@bufbuild/protobuf"
import {
  inLayer,
  inPhase,
  multiply,
  type Program,
  programRoots,
  scalar,
  topologicalOrder,
  variable
} from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { SavedModelSchema } from "../src/generated/tensorflow/core/protobuf/saved_model_pb.ts"
import { float32 } from "../src/hostTensor.ts"
import type { Module } from "../src/module.ts"
import { runOperations } from "../src/operationTime.ts"
import { savedModel } from "../src/tensorflow/savedModel.ts"
import { engines, everyLowering, tensorflowLayer } from "./engines.ts"
import { resNet8, resNet8State } from "./resNet8.ts"

const names = (program: Program) => runOperations(program).map(({ operation }) => operation)

describe("runOperations", () => {
  it("lists operations, then updates, with what they belong to", () => {
    const x = inLayer("stem", () => variable("x", [2]))
    const doubled = inPhase("input", () => multiply(x, scalar(2)))
    const program: Program = { outputs: {}, updates: [{ kind: "assign", variable: x, value: doubled }] }
    expect(runOperations(program)).toEqual([
      { operation: "variable", layer: "stem", phase: "forward" },
      { operation: "multiply", layer: undefined, phase: "input" },
      { operation: "assign", layer: "stem", phase: "optimizer" }
    ])
  })

  it("leaves nothing out of a training step and counts nothing twice", () => {
    const { program } = resNet8("float32").entryPoints.train!
    const nodes = topologicalOrder(programRoots(program)).map(({ operation }) => operation.name)
    const computed = nodes.filter((name) => name !== "constant" && name !== "input")
    const updates = program.updates.map(({ kind }) => kind)
    expect(names(program).toSorted()).toEqual([...computed, ...updates].toSorted())
  })
})

/** The training of a ResNet-8, plain and timed. */
const both = (precision: "float32" | "bfloat16"): Module => {
  const { train } = resNet8(precision).entryPoints
  return { entryPoints: { train: train!, timed: { kind: "timed", program: train!.program } } }
}

describe("a timed loop", () => {
  it.effect.each(["float32", "bfloat16"] as const)(
    "does to the last bit in %s what a loop does, and gives every operation a time",
    (precision) =>
      Effect.gen(function* () {
        const session = yield* (yield* Engine).open(both(precision))
        const state = resNet8State(3)
        yield* session.write(state)
        const outputs = [yield* session.loop("train", 0, 2), yield* session.loop("train", 2, 4)]
        const after = yield* session.read(Object.keys(state))

        yield* session.write(state)
        const first = yield* session.time("timed", 0, 2)
        const later = yield* session.time("timed", 2, 4)
        expect(yield* session.read(Object.keys(state))).toEqual(after)
        expect([first.outputs, later.outputs]).toEqual(outputs)

        expect(later.operations.map(({ operation }) => operation)).toEqual(
          first.operations.map(({ operation }) => operation)
        )
        for (const { seconds } of later.operations) expect(seconds).toBeGreaterThanOrEqual(0)
        const convolutions = later.operations.filter(({ operation }) => operation === "conv2d")
        expect(convolutions).toHaveLength(7)
        for (const { seconds } of convolutions) expect(seconds).toBeGreaterThan(0)
      }).pipe(Effect.provide(tensorflowLayer))
  )

  it("reads the clock in one chain, between all that it does", () => {
    const module = both("bfloat16")
    const bytes = savedModel(module, { device: "cpu", bfloat16: true, kernels: new Set() })
    const { library } = fromBinary(SavedModelSchema, bytes).metaGraphs[0]!.graphDef!
    const body = library!.function.find(({ signature }) => signature!.name === "timed_body")!.nodeDef
    const stamps = body.filter(({ op }) => op === "Timestamp")
    expect(stamps).toHaveLength(runOperations(module.entryPoints.timed!.program).length + 1)
    stamps.slice(1).forEach((stamp, i) => {
      expect(stamp.input[0]).toBe(`^${stamps[i]!.name}`)
    })
    const between = new Set(stamps.flatMap(({ input }) => input))
    const last = body.indexOf(stamps.at(-1)!)
    const outside = body.slice(0, last).filter(({ name, op }) => op !== "Const" && !between.has(`^${name}`))
    expect(outside.map(({ name }) => name)).toEqual([])
  })

  const refusing = everyLowering.filter(({ name }) => name !== "tensorflow")

  it.effect.each(refusing.map((engine) => [engine.name, engine] as const))("is refused by %s", ([, { layer }]) =>
    Effect.gen(function* () {
      const x = variable("x", [1])
      const program: Program = { outputs: {}, updates: [{ kind: "assign", variable: x, value: multiply(x, x) }] }
      const session = yield* (yield* Engine).open({ entryPoints: { square: { kind: "timed", program } } })
      yield* session.write({ x: float32(Float32Array.of(3)) })
      const error = yield* Effect.flip(session.time("square", 0, 1))
      expect(error.reason).toBe("TimesUnavailable")
      expect(error.message).toMatch(
        /^(TensorFlow|tfjs) does not say here when an operation ends, .*TensorFlow on a CPU\.$/
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("is not run as a loop, nor a loop as one", () =>
    Effect.gen(function* () {
      const session = yield* (yield* Engine).open(both("float32"))
      expect((yield* Effect.flip(session.loop("timed", 0, 1))).reason).toBe("WrongBinding")
      expect((yield* Effect.flip(session.time("train", 0, 1))).message).toBe('the module has no timed named "train".')
    }).pipe(Effect.provide(engines[1]!.layer))
  )
})
