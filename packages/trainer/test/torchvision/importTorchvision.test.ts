import { Engine, float32, tfjsEngine } from "@ebcle/engine"
import { input, sizeOf } from "@ebcle/tensor"
import {
  type Architecture,
  densenetBcOfBlocks,
  type ImageShape,
  imagenetResnetOfBlocks,
  modelNamed,
  resnet
} from "@ebcle/zoo"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { buildNetwork } from "../../src/buildNetwork.ts"
import { encodeSafetensors, type Weights } from "../../src/safetensors.ts"
import { importTorchvision } from "../../src/torchvision/importTorchvision.ts"
import { tensorflowLayer } from "../tinyTask.ts"
import { goldenLogits, images, layouts, smallFile, stateDict } from "./goldenNetworks.ts"

const size = images.shape.slice(1) as unknown as ImageShape

/** The logits of the first `count` golden images. */
const answer = Effect.fnUntraced(function* (
  architecture: Architecture,
  weights: ReadonlyMap<string, Weights>,
  count: number
) {
  const shape = [count, ...size]
  const { logits } = buildNetwork(architecture, input("images", shape), false)
  const program = { outputs: { logits }, updates: [] }
  const session = yield* (yield* Engine).open({ entryPoints: { forward: { kind: "once", program } } })
  yield* session.write(Object.fromEntries([...weights].map(([name, { data, shape }]) => [name, float32(data, shape)])))
  const batch = float32(images.data.subarray(0, sizeOf(shape)), shape)
  return (yield* session.run("forward", { images: batch })).logits!
}, Effect.scoped)

/** The largest difference from PyTorch's logits of the same images, relative to the largest of them. */
const deviation = (name: string, data: ArrayLike<number>): number => {
  const wanted = goldenLogits(name).data.subarray(0, data.length)
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0) / largest
}

const full: Readonly<Record<string, Architecture>> = Object.fromEntries(
  Object.keys(layouts).map((name) => [name, modelNamed(name, size, 1000)])
)

const few = { input: size, classes: 10 }
const one = [1, 1, 1, 1]
const small: Readonly<Record<string, Architecture>> = {
  "resnet18-small": imagenetResnetOfBlocks({ kind: "basic", blocks: one, width: 8, ...few }),
  "resnet50-small": imagenetResnetOfBlocks({ kind: "bottleneck", blocks: one, width: 4, ...few }),
  "resnext50-32x4d-small": imagenetResnetOfBlocks({
    kind: "bottleneck",
    blocks: one,
    groups: [4, 2],
    width: 8,
    ...few
  }),
  "densenet121-small": densenetBcOfBlocks({ blocks: [2, 2, 2, 2], growthRate: 4, stem: "imagenet", ...few })
}

describe("the published networks answer what torchvision's do, to the same weights", () => {
  for (const [engine, layer, count] of [
    ["TensorFlow", tensorflowLayer, 2],
    ["tfjs", tfjsEngine("wasm"), 1]
  ] as const) {
    it.effect.each(Object.keys(full))(`%s on ${engine}`, (name) =>
      Effect.gen(function* () {
        const network = full[name]!
        const weights = yield* importTorchvision(network, encodeSafetensors(stateDict(layouts[name]!)), name)
        const logits = yield* answer(network, weights, count)
        expect(logits.shape).toEqual([count, 1000])
        expect(deviation(name, logits.data)).toBeLessThan(1e-4)
      }).pipe(Effect.provide(layer))
    )
  }
})

describe("importTorchvision", () => {
  const network = full["efficientnet-b0"]!
  const state = stateDict(layouts["efficientnet-b0"]!)

  it.effect("knows the names of some families only", () =>
    Effect.gen(function* () {
      const other = resnet({ depth: 8, input: [8, 8, 3], classes: 10 })
      const error = yield* Effect.flip(importTorchvision(other, encodeSafetensors(new Map()), "x.safetensors"))
      expect(error.message).toBe(
        "x.safetensors: torchvision's names are known for imagenet-resnet, densenet, efficientnet, mobilenet-v2, shufflenet-v2, vgg, not for resnet; choose the network that the weights are of."
      )
    })
  )

  it.effect.each<readonly [string, Readonly<Record<string, ReadonlyArray<number> | null>>, string]>([
    [
      "a tensor that is not there",
      { "features.0.1.bias": null },
      'there is no tensor "features.0.1.bias" [32] for stem.norm.offset [32] of EfficientNet-B0'
    ],
    [
      "a tensor of another shape",
      { "classifier.1.weight": [10, 1280] },
      'tensor "classifier.1.weight" is [10, 1280], not [1000, 1280] as classifier.kernel [1280, 1000] of EfficientNet-B0 needs it'
    ],
    [
      "a kernel in the layout of this house",
      { "features.0.0.weight": [3, 3, 3, 32] },
      'tensor "features.0.0.weight" is [3, 3, 3, 32], not [32, 3, 3, 3] as stem.conv.kernel [3, 3, 3, 32] of EfficientNet-B0 needs it'
    ],
    ["a tensor too many", { extra: [2, 3] }, 'tensor "extra" [2, 3] has no place in EfficientNet-B0'],
    [
      "tensors too many",
      { extra: [2, 3], more: [] },
      'tensor "extra" [2, 3] and 1 more has no place in EfficientNet-B0'
    ]
  ])("refuses %s", ([, changes, what]) =>
    Effect.gen(function* () {
      const changed = new Map(state)
      for (const [name, shape] of Object.entries(changes)) {
        if (shape === null) changed.delete(name)
        else changed.set(name, { shape, data: new Float32Array(sizeOf(shape)) })
      }
      const error = yield* Effect.flip(importTorchvision(network, encodeSafetensors(changed), "b0.safetensors"))
      expect([error.reason, error.message]).toEqual([
        "WeightsInvalid",
        `b0.safetensors: ${what}; choose the network that the weights are of.`
      ])
    })
  )
})

describe("small networks answer what torchvision's do, to the weights that it wrote", () => {
  for (const [engine, layer] of [
    ["TensorFlow", tensorflowLayer],
    ["tfjs", tfjsEngine("wasm")]
  ] as const) {
    it.effect.each(Object.keys(small))(`%s on ${engine}`, (name) =>
      Effect.gen(function* () {
        const weights = yield* importTorchvision(small[name]!, smallFile(name), name)
        expect(deviation(name, (yield* answer(small[name]!, weights, 2)).data)).toBeLessThan(1e-4)
      }).pipe(Effect.provide(layer))
    )
  }
})
