import { modelNamed } from "@ebcle/zoo"
import { expect, it } from "vitest"
import { torchvisionNames } from "../../src/torchvision/torchvisionNames.ts"
import { parametersOf } from "../tinyTask.ts"

// Keys of the state dict of torchvision 0.29.2's vgg11_bn, as it prints them.
it("knows what torchvision calls the layers of VGG-11", () => {
  const network = modelNamed("vgg11", [32, 32, 3], 10)
  const parameters = parametersOf(network)
  const names = torchvisionNames("vgg", parameters)!
  expect(names.size).toBe(parameters.length)
  const modules = [0, 1, 4, 5, 8, 9, 11, 12, 15, 16, 18, 19, 22, 23, 25, 26]
  expect([...new Set([...names.values()].map((name) => name.slice(0, name.lastIndexOf("."))))]).toEqual([
    ...modules.map((place) => `features.${place}`),
    "classifier.0",
    "classifier.3",
    "classifier.6"
  ])
  expect(names.get("stage3.block2.norm.variance")).toBe("features.12.running_var")
})
