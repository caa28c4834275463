import { describe, expect, it } from "vitest"
import { type ImageShape, modelNamed, namedModels, ZooError, type ZooReason } from "../src/index.ts"

const failure = (name: string, input: ImageShape): ZooError => {
  try {
    modelNamed(name, input, 10)
  } catch (error) {
    if (error instanceof ZooError) return error
    throw error
  }
  throw new Error(`${name} was built`)
}

const refused: ReadonlyArray<readonly [name: string, reason: ZooReason, message: string]> = [
  ["resnet21", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26"],
  ["resnet2", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 2: the smallest is 8"],
  ["resnet0", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 0: the smallest is 8"],
  ["resnet99999999", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 99999999: the largest is 6002"],
  ["resnet21-b", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26"],
  ["resnet111-preact", "UnsupportedDepth", "a resnet has 6n + 2 layers, not 111: the nearest are 110 and 116"],
  [
    "resnet49-cifar",
    "UnsupportedDepth",
    "an imagenet-resnet has 18, 34, 50, 101, 152 layers, not 49: the nearest are 34 and 50"
  ],
  ["resnext30-8x64d", "UnsupportedDepth", "a resnext has 9n + 2 layers, not 30: the nearest are 29 and 38"],
  ["resnext29-0x64d", "UnsupportedWidth", "a resnext has a cardinality from 1 to 65536, not 0: the nearest is 1"],
  ["resnext29-8x0d", "UnsupportedWidth", "a resnext has channels of a group from 1 to 65536, not 0: the nearest is 1"],
  [
    "resnext50-32x0d",
    "UnsupportedWidth",
    "an imagenet-resnet in groups has channels of a group from 1 to 65536, not 0: the nearest is 1"
  ],
  ["densenet41-k12", "UnsupportedDepth", "a densenet has 3n + 4 layers, not 41: the nearest are 40 and 43"],
  ["densenet40-k0", "UnsupportedWidth", "a densenet has a growth rate from 1 to 65536, not 0: the nearest is 1"],
  ["densenet-bc99-k12", "UnsupportedDepth", "a densenet-bc has 6n + 4 layers, not 99: the nearest are 94 and 100"],
  [
    "densenet-bc100-k99999",
    "UnsupportedWidth",
    "a densenet-bc has a growth rate from 1 to 65536, not 99999: the nearest is 65536"
  ],
  ["efficientnet-b9", "UnknownModel", "an efficientnet is one of B0 to B3, not B9: the nearest is B3"],
  [
    "shufflenet-v2-x0.7",
    "UnsupportedWidth",
    "a shufflenet-v2 has a multiplier of 0.5, 1.0, 1.5, 2.0, not 0.7: the nearest are 0.5 and 1"
  ],
  ["vgg15", "UnsupportedDepth", "a vgg has 11, 13, 16, 19 layers, not 15: the nearest are 13 and 16"],
  ["vgg20-cifar", "UnsupportedDepth", "a vgg has 11, 13, 16, 19 layers, not 20: the largest is 19"]
]

describe("what a family cannot be is named with the nearest that it can", () => {
  it.each(refused)("%s", (name, reason, message) => {
    expect(failure(name, [64, 64, 3])).toMatchObject({ reason, message })
  })

  it.each(namedModels.map(({ names }) => names.split(/,| /)[0]!))("%s: the smallest image", (name) => {
    const { message, reason } = failure(name, [1, 1, 3])
    expect(reason).toBe("InputTooSmall")
    const side = Number(/at least (\d+)×\1 pixels/.exec(message)![1])
    expect(modelNamed(name, [side, side, 3], 10).classes).toBe(10)
    expect(failure(name, [side - 1, 99, 3]).reason).toBe("InputTooSmall")
  })
})
