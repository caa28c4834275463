import {
  conv2d,
  gradients,
  multiply,
  type Program,
  programRoots,
  reduceSum,
  topologicalOrder,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { fuseDepthwise } from "../src/tensorflow/kernels/fuseDepthwise.ts"

interface Setting {
  readonly size: number
  readonly stride?: number
  readonly inputs?: number
  readonly dilation?: number
}

/** The gradients of a convolution of 8 channels. */
const programOf = ({ dilation = 1, inputs = 1, size, stride = 1 }: Setting): Program => {
  const x = variable("x", [2, 9, 9, 8])
  const kernel = variable("kernel", [size, size, inputs, 8])
  const zeros = [(size - 1) / 2, (size - 1) / 2] as const
  const y = conv2d(x, kernel, { strides: [stride, stride], padding: [zeros, zeros], dilations: [dilation, dilation] })
  const [dx, dKernel] = gradients(reduceSum(multiply(y, y), [0, 1, 2, 3]), [x, kernel])
  return { outputs: { dx: dx!, dKernel: dKernel! }, updates: [] }
}

const taken = (program: Program): ReadonlyArray<string> =>
  topologicalOrder(programRoots(fuseDepthwise(program)))
    .map(({ operation }) => operation.name)
    .filter((name) => name.startsWith("native"))
    .toSorted()

const kernel = "nativeDepthwiseKernelGradient"
const input = "nativeDepthwiseInputGradient"

describe("fuseDepthwise takes the gradients that oneDNN has not compiled:", () => {
  it.each<readonly [string, Setting, ReadonlyArray<string>]>([
    ["of a large kernel", { size: 5 }, [kernel]],
    ["of the input under strides", { size: 3, stride: 2 }, [input]],
    ["both", { size: 5, stride: 2 }, [input, kernel]],
    ["none of a small kernel without strides", { size: 3 }, []],
    ["none in groups of two channels", { size: 5, stride: 2, inputs: 2 }, []],
    ["none of all channels", { size: 5, stride: 2, inputs: 8 }, []],
    ["none where the kernel is dilated", { size: 5, stride: 2, dilation: 2 }, []]
  ])("%s", (_, setting, expected) => {
    expect(taken(programOf(setting))).toEqual(expected)
    expect(taken(withPrecision(programOf(setting), "bfloat16"))).toEqual(expected)
  })
})
