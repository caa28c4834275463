import { expect, it } from "vitest"
import { type ImageShape, modelNamed, receptiveFields } from "../src/index.ts"

const fieldsOf = (name: string, input: ImageShape = [224, 224, 3]) => receptiveFields(modelNamed(name, input, 10))

// Behind the last block; Araujo et al. (2019), table 1, has 315 for MobileNetV1. The head of VGG-16 begins with a maximum,
// behind which the table has 212; 196 before it follows from section 2.1 by hand.
// ResNets by hand, with the stride in the 3×3 convolution of a stage's first block: 7 + 4 (stem) + 3·8 + 8 + 3·16 + 16 + 5·32 + 32 +
// 2·64 = 427 for ResNet-50, and 17·32 more for ResNet-101.
it.each([
  ["vgg16", 196],
  ["mobilenet-v1", 315],
  ["resnet50", 427],
  ["resnet101", 427 + 17 * 32]
])("of %s is %i", (name, field) => {
  expect(fieldsOf(name).at(-2)).toBe(field)
})

it("grows by 4 with each block of two 3×3 convolutions, and by twice that at half the resolution", () => {
  expect(fieldsOf("resnet20", [32, 32, 3])).toEqual([3, 7, 11, 15, 21, 29, 37, 49, 65, 81, null])
})

it("leaves out what squeeze and excitation see", () => {
  expect(fieldsOf("efficientnet-b0", [224, 224, 3]).slice(0, 3)).toEqual([3, 7, 11])
})
