import {
  add,
  conv2d,
  gradients,
  matMul,
  type Program,
  programRoots,
  reduceSum,
  relu,
  reshape,
  topologicalOrder,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { roundToBfloat16, roundToFloat16 } from "../src/tensorflow/roundResults.ts"

/** A convolution, a ReLU, a sum and a product, with the gradients of all. */
const program = (): Program => {
  const [x, kernel, weights] = [variable("x", [1, 4, 4, 2]), variable("kernel", [3, 3, 2, 2]), variable("w", [32, 3])]
  const y = relu(conv2d(x, kernel, { strides: [1, 1], padding: [[1, 1], [1, 1]] })) // biome-ignore format: pairs
  const logits = matMul(reshape(add(y, x), [1, 32]), weights)
  const sum = reduceSum(logits, [0, 1])
  const [ofKernel, ofWeights] = gradients(sum, [kernel, weights])
  return { outputs: { sum, ofKernel: ofKernel!, ofWeights: ofWeights! }, updates: [] }
}

/** The operations that read a number of 16 bits, by what they compute in. */
const readers = (of: Program, half: "bfloat16" | "float16"): ReadonlySet<string> =>
  new Set(
    topologicalOrder(programRoots(of))
      .filter(({ inputs }) => inputs.some(({ dtype }) => dtype === half))
      .map(({ operation }) => operation.name)
  )

const products = ["conv2d", "conv2dKernelGradient", "matMul"]

describe("roundToBfloat16", () => {
  const before = withPrecision(program(), "bfloat16")
  const after = roundToBfloat16(before)

  it("has products in float32, and all else in bfloat16 as before", () => {
    expect([...readers(before, "bfloat16")]).toEqual(expect.arrayContaining(products))
    const left = readers(after, "bfloat16")
    expect(products.filter((name) => left.has(name))).toEqual([])
    expect([...readers(before, "bfloat16")].filter((name) => !products.includes(name) && !left.has(name))).toEqual([])
  })

  it("gives outputs of the same types, and leaves float32 alone", () => {
    const types = ({ outputs }: Program) => Object.values(outputs).map(({ dtype, shape }) => [dtype, shape])
    expect(types(after)).toEqual(types(before))
    const plain = program()
    expect(roundToBfloat16(plain).outputs.sum!.node).toBe(plain.outputs.sum!.node)
  })
})

describe("roundToFloat16", () => {
  it("leaves in float16 nothing but what moves numbers", () => {
    const left = readers(roundToFloat16(withPrecision(program(), "float16")), "float16")
    expect([...left].sort()).toEqual(["cast", "reshape"])
  })
})
