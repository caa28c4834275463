import { describe, expect, it } from "vitest"
import {
  describe as describeNetwork,
  familyOf,
  listFamilies,
  modelNamed,
  resnet,
  restrict,
  summarise
} from "../src/index.ts"

describe("families", () => {
  it("are listed under their own names", () => {
    expect(listFamilies().map(({ name }) => name)).toEqual([
      "lenet",
      "vgg",
      "resnet",
      "imagenet-resnet",
      "resnext",
      "densenet",
      "mobilenet-v1",
      "mobilenet-v2",
      "shufflenet-v2",
      "efficientnet"
    ])
  })

  it.each([
    "resnet20",
    "resnet18",
    "resnet50",
    "resnext50-32x4d",
    "resnext29-8x16d",
    "densenet40-k12",
    "densenet-bc100-k12",
    "densenet121",
    "efficientnet-b0",
    "efficientnet-b2",
    "mobilenet-v2"
  ])("build %s again from its knobs and its form", (name) => {
    const network = modelNamed(name, [64, 64, 3], 10)
    const { classes, form = {}, input, stages, width } = network
    const blocks = stages.map((stage) => stage.blocks.length)
    expect(familyOf(network).build({ blocks, width, input, classes }, form)).toEqual(network)
    expect(JSON.parse(JSON.stringify(network))).toEqual(network)
  })
})

describe("summarise", () => {
  it("gives what a run record keeps", () => {
    const baseline = resnet({ depth: 20, input: [32, 32, 3], classes: 10 })
    expect(summarise(baseline)).toEqual({
      name: "ResNet-20",
      family: "resnet",
      depth: 20,
      blocks: 9,
      width: 16,
      parameters: 269_722,
      macs: 40_551_040,
      trace: []
    })
    expect(summarise(restrict(baseline, 3, { macs: 1 }))).toMatchObject({
      depth: 8,
      blocks: 3,
      width: 29,
      parameters: 245_031,
      macs: 39_556_232,
      trace: [expect.stringContaining("Depth cut"), expect.stringContaining("Width raised")]
    })
  })
})

describe("describe", () => {
  it("prints a row per part and block, and the totals", () => {
    const text = describeNetwork(restrict(resnet({ depth: 14, width: 4, input: [28, 28, 1], classes: 10 }), 3, "none"))
    expect(text).toMatchInlineSnapshot(`
      "ResNet-8 width 4: 8 layers, 3 blocks, width 4
      Depth cut from 14 to 8 layers: 3 of 6 blocks kept, [1, 1, 1] per stage, under a bound of 3.
      The width stays 4: the budget allows no widening.

                        output  parameters  statistics  multiply-adds  activations  field  layers
      input            28×28×1
      stem             28×28×4          44           8         28,224       28,224      3  conv 3×3 1→4, norm, relu
      stage1           28×28×4         304          16        225,792       50,176      7
        stage1.block1  28×28×4         304          16        225,792       50,176      7  (conv 3×3 4→4, norm, relu, conv 3×3 4→4, norm) + identity, relu
      stage2           14×14×8         896          32        169,344       25,088     13
        stage2.block1  14×14×8         896          32        169,344       25,088     13  (conv 3×3 4→8 stride 2, norm, relu, conv 3×3 8→8, norm) + (subsample 2, pad 0+4 channels), relu
      stage3            7×7×16       3,520          64        169,344       12,544     25
        stage3.block1   7×7×16       3,520          64        169,344       12,544     25  (conv 3×3 8→16 stride 2, norm, relu, conv 3×3 16→16, norm) + (subsample 2, pad 0+8 channels), relu
      head                  10         170           0            160           64    all  global average pool, dense 16→10
      total                 10       4,934         120        592,864      116,096    all

      Parameters are the trained ones, statistics what batch norm keeps beside them. Multiply-adds are those of convolutions and
      dense layers, activations the bytes that the backward pass reads in float32, both for one image. The field is the receptive
      field in rows or columns of the image, gates left out."
    `)
  })

  it("names every block of a deep network", () => {
    const text = describeNetwork(resnet({ depth: 110, input: [32, 32, 3], classes: 10 }))
    expect(text.match(/^ {2}stage\d\.block\d+ /gm)).toHaveLength(54)
    expect(text).toContain("1,727,962")
  })
})
