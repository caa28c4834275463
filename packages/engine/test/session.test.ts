import {
  add,
  type Bindings,
  cast,
  evaluate,
  gather,
  input,
  multiply,
  type Program,
  reduceSum,
  scalar,
  TensorError,
  type Update,
  variable
} from "@ebcle/tensor"
import { expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { float32, type HostTensors, int32, uint8 } from "../src/hostTensor.ts"
import { type Module, stepInput } from "../src/module.ts"
import { expectClose, toBindings } from "./closeTo.ts"
import { engines } from "./engines.ts"

const floats = (...values: ReadonlyArray<number>) => float32(Float32Array.from(values))
const whole = (value: number) => int32(Int32Array.of(value), [])

const x = variable("x", [2])
const velocity = variable("velocity", [2])
const count = variable("count", [], "int32")
const bytes = variable("bytes", [2, 3], "uint8")
const step = input(stepInput, [], "int32")

const advance: Program = {
  outputs: { x, total: reduceSum(x, [0]), step, count },
  updates: [
    { kind: "assign", variable: x, value: add(multiply(x, scalar(0.5)), cast(step, "float32")) },
    { kind: "assign", variable: count, value: add(count, scalar(1, "int32")) }
  ]
}

const descend = (nesterov: boolean): Program => {
  const update: Update = {
    kind: "momentum",
    variable: x,
    velocity,
    // Of a rate and a gradient that differ from step to step.
    gradient: multiply(x, x),
    learningRate: multiply(cast(step, "float32"), scalar(0.01)),
    momentum: 0.9,
    nesterov
  }
  return { outputs: {}, updates: [update] }
}

const module: Module = {
  entryPoints: {
    advance: { kind: "loop", program: advance },
    plain: { kind: "loop", program: descend(false) },
    nesterov: { kind: "loop", program: descend(true) },
    swap: {
      kind: "once",
      program: {
        outputs: {},
        updates: [
          { kind: "assign", variable: x, value: velocity },
          { kind: "assign", variable: velocity, value: x }
        ]
      }
    },
    pick: {
      kind: "once",
      program: {
        outputs: { scaled: multiply(gather(x, input("at", [3], "int32")), input("factor", [])), bytes },
        updates: []
      }
    },
    invert: {
      kind: "once",
      program: { outputs: {}, updates: [{ kind: "assign", variable: bytes, value: input("bytes", [2, 3], "uint8") }] }
    }
  }
}

const initial: HostTensors = {
  x: floats(1, -2),
  velocity: floats(0.5, 0.25),
  count: whole(7),
  bytes: uint8(Uint8Array.of(0, 1, 127, 128, 254, 255), [2, 3])
}

const opened = Effect.gen(function* () {
  const session = yield* (yield* Engine).open(module)
  yield* session.write(initial)
  return session
})

/** The state after a loop, and the sums of its outputs, by the definition. */
const evaluateLoop = (program: Program, start: number, steps: number) => {
  let state: Bindings = toBindings(initial)
  const sums: Record<string, { readonly shape: ReadonlyArray<number>; readonly data: Float64Array }> = {}
  for (let at = start; at < start + steps; at++) {
    const run = evaluate(program, state, toBindings({ [stepInput]: whole(at) }))
    state = run.state
    for (const [name, { data, shape }] of Object.entries(run.outputs)) {
      sums[name] = { shape, data: data.map((value, i) => value + (sums[name]?.data[i] ?? 0)) }
    }
  }
  return { state, sums }
}

for (const engine of engines) {
  layer(engine.layer)(`a session of ${engine.name}`, (it) => {
    it.effect("gives back what was written, in every type", () =>
      Effect.gen(function* () {
        const session = yield* opened
        expect(yield* session.read(Object.keys(initial))).toEqual(initial)
        expect(yield* session.read([])).toEqual({})
        yield* session.write({})
        yield* session.write({ x: floats(8, 9) })
        expect(yield* session.read(["x", "velocity"])).toEqual({ x: floats(8, 9), velocity: initial.velocity })
      })
    )

    it.effect("keeps a tensor that changes in the caller's hands afterwards", () =>
      Effect.gen(function* () {
        const session = yield* opened
        const given = floats(1, 2)
        yield* session.write({ x: given })
        given.data[0] = 99
        const read = yield* session.read(["x"])
        expect(read).toEqual({ x: floats(1, 2) })
        read.x!.data[0] = 99
        expect(yield* session.read(["x"])).toEqual({ x: floats(1, 2) })
      })
    )

    it.effect("carries state from step to step of a loop, and sums its outputs", () =>
      Effect.gen(function* () {
        const session = yield* opened
        const sums = yield* session.loop("advance", 3, 5)
        const expected = evaluateLoop(advance, 3, 5)
        expectClose(sums, expected.sums, 1e-6)
        expectClose(yield* session.read(Object.keys(initial)), expected.state, 1e-6)
      })
    )

    it.effect("takes as many steps in several calls as in one", () =>
      Effect.gen(function* () {
        const [whole, parts] = [yield* opened, yield* opened]
        yield* whole.loop("nesterov", 0, 5)
        yield* parts.loop("nesterov", 0, 2)
        yield* parts.loop("nesterov", 2, 3)
        expect(yield* parts.read(["x", "velocity"])).toEqual(yield* whole.read(["x", "velocity"]))
      })
    )

    it.effect("changes nothing in a loop of no steps", () =>
      Effect.gen(function* () {
        const session = yield* opened
        expect(yield* session.loop("advance", 3, 0)).toEqual({
          x: floats(0, 0),
          total: float32(Float32Array.of(0), []),
          step: whole(0),
          count: whole(0)
        })
        expect(yield* session.read(Object.keys(initial))).toEqual(initial)
      })
    )

    it.effect.each([
      ["plain", false],
      ["nesterov", true]
    ] as const)("takes the momentum steps of the definition, %s", ([name, nesterov]) =>
      Effect.gen(function* () {
        const session = yield* opened
        expect(yield* session.loop(name, 1, 3)).toEqual({})
        expectClose(
          yield* session.read(Object.keys(initial)),
          evaluateLoop(descend(nesterov), 1, 3).state,
          engine.tolerance.float32!
        )
      })
    )

    it.effect("computes all updates from the state before them", () =>
      Effect.gen(function* () {
        const session = yield* opened
        yield* session.run("swap")
        expect(yield* session.read(["x", "velocity"])).toEqual({ x: initial.velocity, velocity: initial.x })
        yield* session.loop("plain", 1, 1)
        yield* session.run("swap")
        const { state } = evaluate(
          descend(false),
          toBindings({ ...initial, x: initial.velocity!, velocity: initial.x! }),
          toBindings({ [stepInput]: whole(1) })
        )
        expectClose(yield* session.read(["x"]), { x: state.velocity! }, 1e-6)
      })
    )

    it.effect("runs a program on inputs", () =>
      Effect.gen(function* () {
        const session = yield* opened
        const inputs = { at: int32(Int32Array.of(1, 0, 1)), factor: float32(Float32Array.of(3), []) }
        expect(yield* session.run("pick", inputs)).toEqual({ scaled: floats(-6, 3, -6), bytes: initial.bytes })
        const inverted = uint8(Uint8Array.of(255, 254, 128, 127, 1, 0), [2, 3])
        expect(yield* session.run("invert", { bytes: inverted })).toEqual({})
        expect(yield* session.read(["bytes"])).toEqual({ bytes: inverted })
      })
    )

    it.effect("has variables of its own", () =>
      Effect.gen(function* () {
        const [one, other] = [yield* opened, yield* opened]
        yield* one.write({ x: floats(5, 5) })
        expect(yield* other.read(["x"])).toEqual({ x: initial.x })
      })
    )

    const at = int32(Int32Array.of(0, 0, 0))
    it.effect.each<
      readonly [string, (session: Effect.Success<typeof opened>) => Effect.Effect<unknown, unknown>, string]
    >([
      ["an unknown program", (session) => session.run("train"), 'the module has no once named "train".'],
      ["a loop that is run once", (session) => session.run("advance"), 'the module has no once named "advance".'],
      ["a program that is looped", (session) => session.loop("pick", 0, 1), 'the module has no loop named "pick".'],
      [
        "an unknown variable to write",
        (session) => session.write({ y: floats(1) }),
        'the module has no variable named "y".'
      ],
      ["an unknown variable to read", (session) => session.read(["x", "y"]), 'the module has no variable named "y".'],
      [
        "a missing input",
        (session) => session.run("pick", { at }),
        '"factor" was given no tensor; it needs float32[].'
      ],
      [
        "an input of another type",
        (session) => session.run("pick", { at: floats(0, 0, 0), factor: floats(1) }),
        '"at" was given float32[3] with 3 elements; it needs int32[3].'
      ],
      [
        "a variable of another shape",
        (session) => session.write({ x: floats(1, 2, 3) }),
        '"x" was given float32[3] with 3 elements; it needs float32[2].'
      ],
      [
        "fewer elements than the shape says",
        (session) => session.write({ x: float32(Float32Array.of(1), [2]) }),
        '"x" was given float32[2] with 1 elements; it needs float32[2].'
      ]
    ])("refuses %s", ([, attempt, message]) =>
      Effect.gen(function* () {
        const session = yield* opened
        expect(yield* Effect.flip(attempt(session))).toMatchObject({
          _tag: "EngineError",
          reason: "WrongBinding",
          message
        })
        expect(yield* session.read(Object.keys(initial))).toEqual(initial)
      })
    )

    it.effect("fails where a variable is read that was not written", () =>
      Effect.gen(function* () {
        const session = yield* (yield* Engine).open(module)
        for (const attempt of [session.read(["x"]), session.loop("plain", 0, 1)]) {
          const error = yield* Effect.flip(attempt)
          expect(error.reason).toBe("RunFailed")
          expect(error.message).not.toContain("\n")
        }
      })
    )

    it.effect("fails where an index is out of range, and changes nothing", () =>
      Effect.gen(function* () {
        const session = yield* opened
        const inputs = { at: int32(Int32Array.of(0, 2, 0)), factor: float32(Float32Array.of(3), []) }
        expect((yield* Effect.flip(session.run("pick", inputs))).reason).toBe("RunFailed")
        expect(yield* session.read(Object.keys(initial))).toEqual(initial)
      })
    )

    it.effect("is not opened on a module that is not well formed", () =>
      Effect.gen(function* () {
        const program: Program = { outputs: { y: input("rate", []) }, updates: [] }
        const died = (yield* Engine).open({ entryPoints: { train: { kind: "loop", program } } })
        expect(yield* Effect.catchDefect(died, Effect.succeed)).toBeInstanceOf(TensorError)
      })
    )

    it.effect("fails once its scope is closed", () =>
      Effect.gen(function* () {
        const session = yield* Effect.scoped(opened)
        for (const attempt of [session.read(["x"]), session.write({ x: floats(1, 2) }), session.run("swap")]) {
          expect((yield* Effect.flip(attempt)).reason).toBe("RunFailed")
        }
      })
    )
  })
}
