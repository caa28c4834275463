import { evaluate } from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { expectClose, toBindings } from "./closeTo.ts"
import { engines, tensorflowLayer } from "./engines.ts"
import { resNet8, resNet8State } from "./resNet8.ts"

const module = resNet8("float32")
const state = resNet8State(3)

const opened = Effect.gen(function* () {
  const session = yield* (yield* Engine).open(module)
  yield* session.write(state)
  return session
})

describe("a ResNet-8", () => {
  const expected = evaluate(module.entryPoints.look!.program, toBindings(state)).outputs

  it.effect.each(engines.map((engine) => [engine.name, engine] as const))(
    "has the loss and gradients of the definition on %s",
    ([, { layer }]) =>
      Effect.gen(function* () {
        expectClose(yield* (yield* opened).run("look"), expected, 1e-5)
      }).pipe(Effect.provide(layer))
  )

  it.effect("learns alike on both engines", () =>
    Effect.gen(function* () {
      const losses = yield* Effect.forEach(engines, ({ layer }) =>
        Effect.gen(function* () {
          const session = yield* opened
          const first = yield* session.loop("train", 0, 1)
          const later = yield* session.loop("train", 1, 3)
          return [first.loss!.data[0]!, later.loss!.data[0]! / 3] as const
        }).pipe(Effect.provide(layer))
      )
      const [one, other] = losses
      expect(one![1]).toBeLessThan(one![0])
      expect(other![0] / one![0]).toBeCloseTo(1, 5)
      expect(other![1] / one![1]).toBeCloseTo(1, 3)
    })
  )

  it.effect("trains to the same bits twice on TensorFlow, and gets better", () =>
    Effect.gen(function* () {
      const trained = Effect.gen(function* () {
        const session = yield* opened
        const { loss } = yield* session.loop("train", 0, 10)
        return { loss: loss!.data[0]!, state: yield* session.read(Object.keys(state)) }
      })
      const [one, other] = [yield* trained, yield* trained]
      expect(one).toEqual(other)
      expect(one.loss).toBeLessThan(10 * expected.loss!.data[0]!)
      expect(one.state["stem.kernel"]).not.toEqual(state["stem.kernel"])
    }).pipe(Effect.provide(tensorflowLayer))
  )

  it.effect("has a loss within 2 % of float32's in bfloat16", () =>
    Effect.gen(function* () {
      const session = yield* (yield* Engine).open(resNet8("bfloat16"))
      yield* session.write(state)
      const { loss } = yield* session.run("look")
      const exact = expected.loss!.data[0]!
      expect(Math.abs(loss!.data[0]! - exact)).toBeLessThan(2e-2 * exact)
      expect(loss!.data[0]).not.toBe(Math.fround(exact))
      const later = yield* session.loop("train", 0, 20)
      expect(later.loss!.data[0]! / 20).toBeLessThan(exact)
    }).pipe(Effect.provide(tensorflowLayer))
  )
})
