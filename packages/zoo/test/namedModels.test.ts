import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { countMacs, countParameters, type ImageShape, modelNamed, namedModels } from "../src/index.ts"

interface Counted {
  readonly input: ImageShape
  readonly classes: number
  readonly trainable: number
  readonly statistics: number
  readonly macs: number
}

/** Counted by PyTorch and torchvision: golden/counts.py. */
const { named }: { readonly named: Readonly<Record<string, Counted>> } = JSON.parse(
  readFileSync(new URL("golden/counts.json", import.meta.url), "utf8")
)

/** Counted, and not built yet. */
const missing = /^(resnet\d+-b|resnet\d+-preact|resnet50-cifar|vgg\d+|mobilenet-v1|shufflenet-v2-x0\.5)$/

const there = Object.entries(named).filter(([name]) => !missing.test(name))

describe("a network by its name", () => {
  it.each(there)("%s has the parameters, statistics and multiply-adds that PyTorch counts", (name, expected) => {
    const { classes, input, ...counts } = expected
    const network = modelNamed(name, input, classes)
    expect({ ...countParameters(network), macs: countMacs(network) }).toEqual(counts)
  })

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
    ["mobilenet-v2", 3_504_872]
  ])("%s has the published %i parameters", (name, parameters) => {
    expect(countParameters(modelNamed(name, [224, 224, 3], 1000)).trainable).toBe(parameters)
  })

  it("says which names there are", () => {
    expect(() => modelNamed("alexnet", [32, 32, 3], 10)).toThrow(
      'no network is called "alexnet": names are of the kind resnet18, resnet20, resnext50-32x4d, '
    )
    for (const name of Object.keys(named).filter((name) => missing.test(name))) {
      expect(() => modelNamed(name, [64, 64, 3], 10), name).toThrow("no network is called")
    }
  })

  it.each([
    ["resnet21", "a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26"],
    ["densenet41-k12", "a densenet has 3n + 4 layers, not 41: the nearest are 40 and 43"],
    ["densenet-bc99-k12", "a densenet-bc has 6n + 4 layers, not 99: the nearest are 94 and 100"],
    ["resnext30-8x64d", "a resnext has 9n + 2 layers, not 30: the nearest are 29 and 38"],
    ["resnext101-32x4d", undefined]
  ])("%s: %s", (name, message) => {
    const build = () => modelNamed(name, [64, 64, 3], 10)
    if (message === undefined) expect(build().name).toBe("ResNeXt-101 32×4d")
    else expect(build).toThrow(message)
  })

  it("every form of name says its source, and its first example is one of its own", () => {
    for (const { names, pattern, source } of namedModels) {
      expect(names.split(/,| /)[0], names).toMatch(pattern)
      expect(source).not.toBe("")
    }
  })
})
