import {
  applyAll,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  topologicalOrder
} from "@ebcle/tensor"
import type { ConvolutionGradientAttributes } from "./fuseKernelGradient.ts"
import { inFloat32 } from "./inFloat32.ts"
import { nativeOperation } from "./nativeOperation.ts"
import { type Uses, usesOf } from "./usesOf.ts"

/** The gradient of a depthwise kernel from x and dy, in float32. */
export const nativeDepthwiseKernelGradient = nativeOperation<ConvolutionGradientAttributes>(
  "nativeDepthwiseKernelGradient",
  (_, { shape }) => [{ shape, dtype: "float32" }]
)

/** The gradient of the input of a depthwise convolution from dy and the kernel. */
export const nativeDepthwiseInputGradient = nativeOperation<ConvolutionGradientAttributes>(
  "nativeDepthwiseInputGradient",
  ([dy], { shape }) => [{ shape, dtype: dy!.dtype }]
)

/** Larger kernels than this have no compiled gradient in oneDNN. */
const largestCompiled = 3

const replace = (node: Node, uses: Uses): ReadonlyArray<readonly [Node, Replacement]> => {
  const { name } = node.operation
  if (name !== "conv2dKernelGradient" && name !== "conv2dInputGradient") return []
  const attributes = node.attributes as ConvolutionGradientAttributes
  const { dilations, strides } = attributes
  const ofKernel = name === "conv2dKernelGradient"
  const [kernel, image] = ofKernel
    ? [node.outputs[0]!.shape, node.inputs[1]!.shape]
    : [node.inputs[1]!.shape, node.outputs[0]!.shape]
  const isDepthwise = kernel[2] === 1 && kernel[3] === image[3] && dilations.every((dilation) => dilation === 1)
  if (!isDepthwise) return []
  if (ofKernel) {
    const [dy, x] = node.inputs
    const large = Math.max(kernel[0]!, kernel[1]!) > largestCompiled
    return large ? (inFloat32(node, nativeDepthwiseKernelGradient, [x!, dy!], attributes, uses) ?? []) : []
  }
  const make: Replacement["make"] = (operands) => applyAll(nativeDepthwiseInputGradient, operands, attributes)
  return strides.some((stride) => stride > 1) ? [[node, { needs: node.inputs, make }]] : []
}

/** Replaces the gradients of depthwise convolutions for which oneDNN has no compiled kernel. */
export const fuseDepthwise = (program: Program): Program => {
  const uses = usesOf(program)
  const nodes = topologicalOrder(programRoots(program))
  return rewriteProgram(program, new Map(nodes.flatMap((node) => replace(node, uses))))
}
