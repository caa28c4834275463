import {
  type ConvolutionAttributes,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  type Shape,
  topologicalOrder
} from "@ebcle/tensor"
import { inFloat32 } from "./inFloat32.ts"
import { nativeOperation } from "./nativeOperation.ts"
import { usesOf } from "./usesOf.ts"

/** Attributes of a convolution's gradients: where the kernel was laid, and the shape of what they are the gradient of. */
export type ConvolutionGradientAttributes = ConvolutionAttributes & { readonly shape: Shape }

/** The gradient of a convolution's kernel from x and dy in bfloat16, summed and returned in float32. */
export const nativeKernelGradient = nativeOperation<ConvolutionGradientAttributes>(
  "nativeKernelGradient",
  (_, { shape }) => [{ shape, dtype: "float32" }]
)

/** Fewer channels than this leave most of the kernel's registers empty. */
const fewestChannels = 8

/** Whether our kernel takes it, and is faster than oneDNN's: it is not for 1x1, which is a matrix product. */
const isOurs = ({ attributes, inputs, operation }: Node): boolean => {
  if (operation.name !== "conv2dKernelGradient") return false
  const { dilations, shape } = attributes as ConvolutionGradientAttributes
  const [height, width, channels] = shape as [number, number, number, number]
  const { dtype, shape: image } = inputs[1]!
  const isDense = image[3] === channels && dilations.every((dilation) => dilation === 1)
  return dtype === "bfloat16" && isDense && channels >= fewestChannels && height * width > 1
}

/** Replaces gradients of kernels in bfloat16 that go on as float32, by operations that give them so. */
export const fuseKernelGradient = (program: Program): Program => {
  const uses = usesOf(program)
  const replacements = topologicalOrder(programRoots(program))
    .filter(isOurs)
    .flatMap((node): ReadonlyArray<readonly [Node, Replacement]> => {
      const attributes = node.attributes as ConvolutionGradientAttributes
      return inFloat32(node, nativeKernelGradient, [node.inputs[1]!, node.inputs[0]!], attributes, uses) ?? []
    })
  return rewriteProgram(program, new Map(replacements))
}
