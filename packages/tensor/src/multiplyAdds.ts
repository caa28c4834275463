import { conv2dInputGradientOperation, conv2dKernelGradientOperation, conv2dOperation } from "./operations/conv2d.ts"
import { type MatMulAttributes, matMulOperation } from "./operations/matMul.ts"
import { type Program, programRoots } from "./program.ts"
import { type Shape, sizeOf } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import type { Node } from "./value.ts"

/**
 * Each output of a convolution is a sum over the kernel's elements of one output channel; its gradients do the same
 * products.
 */
const ofConvolution = (outputs: Shape, kernel: Shape): number => (sizeOf(outputs) * sizeOf(kernel)) / kernel[3]!

const ofNode = ({ attributes, inputs, operation, outputs }: Node): number => {
  const [first, second] = inputs.map(({ shape }) => shape)
  switch (operation.name) {
    case conv2dOperation.name:
      return ofConvolution(outputs[0]!.shape, second!)
    case conv2dInputGradientOperation.name:
      return ofConvolution(first!, second!)
    case conv2dKernelGradientOperation.name:
      return ofConvolution(first!, outputs[0]!.shape)
    case matMulOperation.name:
      return sizeOf(outputs[0]!.shape) * first![(attributes as MatMulAttributes).transposeA ? 0 : 1]!
    default:
      return 0
  }
}

/**
 * Multiply-adds of a run of a program, in its convolutions, their gradients and matrix products.
 *
 * A tap that falls on padding counts; all other operations do not.
 */
export const multiplyAdds = (program: Program): number =>
  topologicalOrder(programRoots(program)).reduce((sum, node) => sum + ofNode(node), 0)
