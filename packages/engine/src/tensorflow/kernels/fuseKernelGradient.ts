import {
  applyAll,
  type ConvolutionAttributes,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  type Shape,
  topologicalOrder
} from "@ebcle/tensor"
import { nativeOperation } from "./nativeOperation.ts"
import { usesOf } from "./usesOf.ts"

/** Attributes of `conv2dKernelGradient`: where the kernel was laid, and its shape. */
export type KernelGradientAttributes = ConvolutionAttributes & { readonly shape: Shape }

/** The gradient of a convolution's kernel from x and dy in bfloat16, summed and returned in float32. */
export const nativeKernelGradient = nativeOperation<KernelGradientAttributes>(
  "nativeKernelGradient",
  (_, { shape }) => [{ shape, dtype: "float32" }]
)

/** Fewer channels than this leave most of the kernel's registers empty. */
const fewestChannels = 8

/** Whether our kernel takes it, and is faster than oneDNN's: it is not for 1x1, which is a matrix product. */
const isOurs = ({ attributes, inputs, operation }: Node): boolean => {
  if (operation.name !== "conv2dKernelGradient") return false
  const { dilations, shape } = attributes as KernelGradientAttributes
  const [height, width, channels] = shape as [number, number, number, number]
  const [, x] = inputs
  const plain = x!.shape[3] === channels && dilations.every((dilation) => dilation === 1)
  return x!.dtype === "bfloat16" && plain && channels >= fewestChannels && height * width > 1
}

/** Replaces gradients of kernels in bfloat16 that go on as float32, by operations that give them so. */
export const fuseKernelGradient = (program: Program): Program => {
  const uses = usesOf(program)
  const replacements = new Map<Node, Replacement>()
  for (const node of topologicalOrder(programRoots(program))) {
    if (!isOurs(node)) continue
    const users = uses(node)
    if (!users.every((user) => user?.operation.name === "cast" && user.outputs[0]!.dtype === "float32")) continue
    const [dy, x] = node.inputs
    replacements.set(node, {
      needs: [x!, dy!],
      make: (operands) => applyAll(nativeKernelGradient, operands, node.attributes as KernelGradientAttributes)
    })
    for (const user of users) replacements.set(user!, { needs: [{ node, index: 0 }], make: (values) => values })
  }
  return rewriteProgram(program, replacements)
}
