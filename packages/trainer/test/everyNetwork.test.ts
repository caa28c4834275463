import { Engine, float32, tfjsEngine } from "@ebcle/engine"
import { gradients, input, reduceMean, sizeOf, softmaxCrossEntropy } from "@ebcle/tensor"
import { type Architecture, familyOf, modelNamed, namedModels } from "@ebcle/zoo"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { buildNetwork, isTrained } from "../src/buildNetwork.ts"
import { initialParameter } from "../src/initialParameter.ts"
import { randomStream } from "../src/randomStream.ts"
import { tensorflowLayer } from "./tinyTask.ts"

const batch = 4
const classes = 3

/** The first network of each form of name, narrow and with few blocks in each stage: two in the first, one in the others. */
const tiny = (name: string): Architecture => {
  const network = modelNamed(name, [64, 64, 3], classes)
  const { family, form = {}, stages, width } = network
  const plan = {
    blocks: stages.map((_, stage) => (stage === 0 ? 2 : 1)),
    // A knob in percent gives no fewer than eight channels of anything.
    width: Math.min(width, family === "densenet" ? 6 : 10),
    input: [33, 32, 3],
    classes
  } as const
  // Of the groups few, which the reference computes one by one.
  return familyOf(network).build(plan, "cardinality" in form ? { ...form, cardinality: 4 } : form)
}

/** The largest of numbers by their size; not a number where one of them is none. */
const largestOf = (data: ArrayLike<number>, of: (value: number, i: number) => number): number => {
  let largest = 0
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(of(data[i]!, i)))
  return largest
}

/** Logits in training, and the gradients of all parameters, by their names. */
const step = Effect.fnUntraced(function* (network: Architecture) {
  const shape = [batch, ...network.input]
  const { logits, parameters } = buildNetwork(network, input("images", shape), true)
  const loss = reduceMean(softmaxCrossEntropy(logits, input("targets", [batch, classes])), [0])
  const trained = parameters.filter(isTrained)
  const slopes = gradients(
    loss,
    trained.map(({ value }) => value)
  )
  const outputs = { logits, ...Object.fromEntries(trained.map(({ name }, i) => [name, slopes[i]!])) }
  const session = yield* (yield* Engine).open({
    entryPoints: { step: { kind: "once", program: { outputs, updates: [] } } }
  })
  // In training nothing reads the moving statistics.
  yield* session.write(
    Object.fromEntries(
      trained.map((parameter) => [parameter.name, float32(initialParameter(parameter, 1), parameter.value.shape)])
    )
  )
  const { normal } = randomStream(1, "images")
  return yield* session.run("step", {
    images: float32(Float32Array.from({ length: sizeOf(shape) }, normal), shape),
    targets: float32(
      Float32Array.from({ length: batch * classes }, (_, i) =>
        i % classes === Math.floor(i / classes) % classes ? 1 : 0
      ),
      [batch, classes]
    )
  })
}, Effect.scoped)

describe("every network trains", () => {
  it.effect.each(namedModels.map(({ names }) => names.split(",")[0]!.split(" ")[0]!))(
    "%s gives the same logits and gradients on TensorFlow and on tfjs",
    (name) =>
      Effect.gen(function* () {
        const network = tiny(name)
        const native = yield* step(network).pipe(Effect.provide(tensorflowLayer))
        const reference = yield* step(network).pipe(Effect.provide(tfjsEngine("wasm")))
        expect(native.logits!.shape).toEqual([batch, classes])
        const all = Object.entries(reference).map(([what, { data }]) => [what, data, native[what]!.data] as const)
        const largest = Math.max(...all.map(([, data]) => largestOf(data, (value) => value)))
        for (const [what, data, other] of all) {
          expect(
            largestOf(data, (value) => value),
            what
          ).toBeGreaterThan(0)
          expect(largestOf(data, (value, i) => value - other[i]!) / largest, what).toBeLessThan(1e-3)
        }
      })
  )
})
