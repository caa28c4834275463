import {
  cast,
  conv2d,
  gradients,
  multiply,
  type Program,
  programRoots,
  reduceSum,
  topologicalOrder,
  type Value,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { fuseKernelGradient } from "../src/tensorflow/kernels/fuseKernelGradient.ts"

const padding = [[1, 1], [1, 1]] as const // biome-ignore format: pairs belong together

/** The gradient of a kernel of [size, size, channels, 16]. */
const gradientOf = (channels: number, size = 3, groups = 1, dilation = 1): Value => {
  const x = variable("x", [2, 4, 4, channels * groups])
  const kernel = variable("kernel", [size, size, channels, 16])
  const y = conv2d(x, kernel, { strides: [1, 1], padding, dilations: [dilation, dilation] })
  return gradients(reduceSum(multiply(y, y), [0, 1, 2, 3]), [kernel])[0]!
}

const isOurs = (program: Program): boolean =>
  topologicalOrder(programRoots(fuseKernelGradient(program))).some(
    ({ operation }) => operation.name === "nativeKernelGradient"
  )

const program = (gradient: Value): Program => ({ outputs: { gradient }, updates: [] })

describe("fuseKernelGradient", () => {
  it.each([
    ["in bfloat16", withPrecision(program(gradientOf(8)), "bfloat16"), true],
    ["not in float32", program(gradientOf(8)), false],
    ["not of a few channels, as of an image", withPrecision(program(gradientOf(3)), "bfloat16"), false],
    ["not in groups", withPrecision(program(gradientOf(8, 3, 2)), "bfloat16"), false],
    ["not dilated", withPrecision(program(gradientOf(8, 3, 1, 2)), "bfloat16"), false],
    ["not of a matrix product", withPrecision(program(gradientOf(8, 1)), "bfloat16"), false]
  ])("takes the gradient %s", (_, given, expected) => {
    expect(isOurs(given)).toBe(expected)
  })

  it("leaves what goes on in bfloat16", () => {
    const both = gradientOf(8)
    const inBfloat16 = withPrecision(
      { outputs: { a: both, b: cast(multiply(both, both), "int32") }, updates: [] },
      "bfloat16"
    )
    expect(topologicalOrder(programRoots(inBfloat16)).some(({ operation }) => operation.name === "cast")).toBe(true)
    expect(isOurs(inBfloat16)).toBe(false)
  })
})
