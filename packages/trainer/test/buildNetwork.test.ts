import { input, sizeOf } from "@ebcle/tensor"
import { countParameters, resnet, resnetOfBlocks, restrict } from "@ebcle/zoo"
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
