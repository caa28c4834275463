import {
  type ConstantAttributes,
  input,
  type Shape,
  sizeOf,
  topologicalOrder,
  type VariableAttributes
} from "@ebcle/tensor"
import { countParameters, type Layer, resnet, resnetOfBlocks, restrict } from "@ebcle/zoo"
import { describe, expect, it } from "vitest"
import { buildNetwork } from "../src/buildNetwork.ts"
import { parametersOf } from "./tinyTask.ts"

const architectures = [
  resnet({ depth: 20, input: [32, 32, 3], classes: 10 }),
  resnet({ depth: 8, input: [28, 28, 1], classes: 10 }),
  resnet({ depth: 14, width: 5, input: [9, 7, 2], classes: 3 }),
  resnetOfBlocks({ blocks: [2, 1, 3], width: 12, input: [16, 16, 3], classes: 100 }),
  restrict(resnet({ depth: 32, input: [32, 32, 3], classes: 10 }), 5, { macs: 1 })
]

describe("buildNetwork", () => {
  it.each(architectures)("$name has as many parameters and statistics as the zoo counts", (architecture) => {
    const count = { trainable: 0, statistics: 0 }
    for (const { role, value } of parametersOf(architecture)) {
      count[role === "movingMean" || role === "movingVariance" ? "statistics" : "trainable"] += sizeOf(value.shape)
    }
    expect(count).toEqual(countParameters(architecture))
  })

  it("has the 269,722 parameters of ResNet-20", () => {
    expect(countParameters(architectures[0]!).trainable).toBe(269_722)
  })

  it.each<readonly [string, (layers: ReadonlyArray<Layer>) => ReadonlyArray<Layer>, string]>([
    [
      "a layer for fewer channels than there are",
      (layers) => layers.map((layer) => (layer.kind === "dense" ? { ...layer, inputs: 32 } : layer)),
      "classifier: matMul: "
    ],
    [
      "a layer in a branch for more channels than there are",
      (layers) =>
        layers.map((layer) =>
          layer.kind === "residual"
            ? {
                ...layer,
                branch: layer.branch.map((inner) => (inner.kind === "convolution" ? { ...inner, inputs: 5 } : inner))
              }
            : layer
        ),
      "stage1.block1.conv1: conv2d: "
    ],
    [
      "a window larger than the image",
      (layers) => [...layers.slice(0, 1), { kind: "averagePool", size: 30 }, ...layers.slice(1)],
      "averagePool after stem.conv: "
    ],
    [
      "no last layer",
      (layers) => layers.slice(0, -1),
      "globalAveragePool after stage3.block1: gives \\[2, 64\\] in the end, not \\[2, 10\\]"
    ]
  ])("names the layer of %s", (_, change, start) => {
    const architecture = architectures[1]!
    const images = input("images", [2, ...architecture.input])
    const changed = { ...architecture, layers: change(architecture.layers) }
    expect(() => buildNetwork(changed, images, true)).toThrow(
      expect.objectContaining({ name: "LayerError", message: expect.stringMatching(new RegExp(`^${start}`)) })
    )
  })

  it("drops residual branches at rates that grow along a line, and inputs of the last layer", () => {
    const architecture = architectures[1]!
    const images = input("images", [5, ...architecture.input])
    const dropping = {
      dropout: 0.5,
      stochasticDepth: 0.3,
      random: (purpose: string, shape: Shape) => input(purpose, shape)
    }
    const { logits } = buildNetwork(architecture, images, true, undefined, dropping)
    const dropped = topologicalOrder([logits]).flatMap(({ inputs: [units, rate], operation }) =>
      operation.name === "less"
        ? [
            [
              (units!.node.attributes as VariableAttributes).name,
              units!.shape,
              (rate!.node.attributes as ConstantAttributes).values[0]!
            ]
          ]
        : []
    )
    expect(dropped.toSorted()).toEqual([
      ["dropout/classifier", [5, 64], 0.5],
      ["stochasticDepth/stage1.block1", [5, 1, 1, 1], 0.3 / 3],
      ["stochasticDepth/stage2.block1", [5, 1, 1, 1], (0.3 * 2) / 3],
      ["stochasticDepth/stage3.block1", [5, 1, 1, 1], 0.3]
    ])
  })

  it.each(architectures)("$name gives a logit per class and has the same parameters at test time", (architecture) => {
    const images = input("images", [5, ...architecture.input])
    const [training, test] = [buildNetwork(architecture, images, true), buildNetwork(architecture, images, false)]
    for (const { logits } of [training, test]) {
      expect([logits.dtype, logits.shape]).toEqual(["float32", [5, architecture.classes]])
    }
    const described = ({ parameters }: typeof test) =>
      parameters.map(({ name, role, value }) => [name, role, value.shape])
    expect(described(test)).toEqual(described(training))
    expect(new Set(test.parameters.map(({ name }) => name)).size).toBe(test.parameters.length)
    expect(test.moved.size).toBe(0)
    const statistics = training.parameters.filter(({ role }) => role.startsWith("moving"))
    expect([...training.moved].map(([name, { shape }]) => [name, shape])).toEqual(
      statistics.map(({ name, value }) => [name, value.shape])
    )
  })
})
