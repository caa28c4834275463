import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { countActivations, countMacs, countParameters, type ImageShape, modelNamed, namedModels } from "../src/index.ts"

interface Counted {
  readonly input: ImageShape
  readonly classes: number
  readonly trainable: number
  readonly statistics: number
  readonly macs: number
  /** Numbers of one image. */
  readonly activations: number
}

/** Counted by PyTorch and torchvision: golden/counts.py. Other sizes than the published one stand behind an @. */
const { named }: { readonly named: Readonly<Record<string, Counted>> } = JSON.parse(
  readFileSync(new URL("golden/counts.json", import.meta.url), "utf8")
)

describe("a network by its name", () => {
  it.each(Object.entries(named))(
    "%s has the parameters, statistics, multiply-adds and activations that PyTorch counts",
    (name, expected) => {
      const { classes, input, ...counts } = expected
      const network = modelNamed(name.split("@")[0]!, input, classes)
      const activations = countActivations(network) / 4
      expect({ ...countParameters(network), macs: countMacs(network), activations }).toEqual(counts)
    }
  )

  // What the papers' authors and torchvision publish, for 224×224×3 and 1000 classes.
  it.each([
    ["resnet18", 11_689_512],
    ["resnet34", 21_797_672],
    ["resnet50", 25_557_032],
    ["resnet101", 44_549_160],
    ["resnext50-32x4d", 25_028_904],
    ["densenet121", 7_978_856],
    ["efficientnet-b0", 5_288_548],
    ["efficientnet-b1", 7_794_184],
    ["efficientnet-b2", 9_109_994],
    ["efficientnet-b3", 12_233_232],
    ["mobilenet-v2", 3_504_872],
    ["shufflenet-v2-x0.5", 1_366_792],
    ["vgg16", 138_365_992]
  ])("%s has the published %i parameters", (name, parameters) => {
    expect(countParameters(modelNamed(name, [224, 224, 3], 1000)).trainable).toBe(parameters)
  })

  it("says which names there are", () => {
    expect(() => modelNamed("alexnet", [32, 32, 3], 10)).toThrow(
      'no network is called "alexnet": names are of the kind resnet18, resnet18-cifar, resnet20-b, '
    )
  })

  it.each([
    ["resnext101-32x4d", "ResNeXt-101 32×4d"],
    ["resnet20-b", "ResNet-20 option B"],
    ["resnet110-preact", "ResNet-110 pre-activation"],
    ["resnet50-cifar", "ResNet-50 small stem"],
    ["efficientnet-b2", "EfficientNet-B2"],
    ["shufflenet-v2-x2.0", "ShuffleNetV2 ×2.0"],
    ["vgg16-cifar", "VGG-16 one dense layer"]
  ])("%s is %s", (name, title) => {
    expect(modelNamed(name, [64, 64, 3], 10).name).toBe(title)
  })

  it("every form of name says its source, and its first example is one of its own", () => {
    for (const { names, pattern, source } of namedModels) {
      expect(names.split(/,| /)[0], names).toMatch(pattern)
      expect(source).not.toBe("")
    }
  })
})
