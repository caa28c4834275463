import type { Operation, Tensor64 } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, sameShape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { type ConvolutionAttributes, convolutionShape, eachProduct } from "./convolutionGeometry.ts"

interface GradientAttributes extends ConvolutionAttributes {
  /** Shape of the operand that the gradient is of. */
  readonly shape: Shape
}

export const conv2dOperation: Operation<ConvolutionAttributes> = {
  name: "conv2d",
  precision: ["compute", "compute"],
  infer: ([x, kernel], attributes) => [{ shape: convolutionShape("conv2d", x!, kernel!, attributes), dtype: x!.dtype }],
  gradient: (node, [dy]) => {
    const [x, kernel] = node.inputs as [Value, Value]
    if (dy === undefined) return [undefined, undefined]
    return [
      apply(conv2dInputGradientOperation, [dy, kernel], { ...node.attributes, shape: x.shape }),
      apply(conv2dKernelGradientOperation, [dy, x], { ...node.attributes, shape: kernel.shape })
    ]
  },
  evaluate: ([x, kernel], attributes, [output]) => {
    const y = new Float64Array(sizeOf(output!.shape))
    eachProduct(x!.shape, kernel!.shape, output!.shape, attributes, (at, k, to) => {
      y[to]! += x!.data[at]! * kernel!.data[k]!
    })
    return [y]
  }
}

const checkGradient = (
  name: string,
  dy: TensorType,
  x: TensorType,
  kernel: TensorType,
  attributes: ConvolutionAttributes
) => {
  const expected = convolutionShape(name, x, kernel, attributes)
  if (!sameShape(expected, dy.shape)) {
    throw new TensorError(name, `the gradient ${showType(dy)} is not shaped as the output [${expected.join(",")}]`)
  }
}

export const conv2dInputGradientOperation: Operation<GradientAttributes> = {
  name: "conv2dInputGradient",
  precision: ["compute", "compute"],
  infer: ([dy, kernel], attributes) => {
    const x = { shape: attributes.shape, dtype: dy!.dtype }
    checkGradient("conv2dInputGradient", dy!, x, kernel!, attributes)
    return [x]
  },
  evaluate: ([dy, kernel], attributes, [output]) => {
    const dx = new Float64Array(sizeOf(output!.shape))
    eachProduct(attributes.shape, kernel!.shape, dy!.shape, attributes, (at, k, to) => {
      dx[at]! += dy!.data[to]! * kernel!.data[k]!
    })
    return [dx]
  }
}

export const conv2dKernelGradientOperation: Operation<GradientAttributes> = {
  name: "conv2dKernelGradient",
  precision: ["compute", "compute"],
  infer: ([dy, x], attributes) => {
    const kernel = { shape: attributes.shape, dtype: x!.dtype }
    checkGradient("conv2dKernelGradient", dy!, x!, kernel, attributes)
    return [kernel]
  },
  evaluate: ([dy, x]: ReadonlyArray<Tensor64>, attributes, [output]) => {
    const dKernel = new Float64Array(sizeOf(output!.shape))
    eachProduct(x!.shape, attributes.shape, dy!.shape, attributes, (at, k, to) => {
      dKernel[k]! += dy!.data[to]! * x!.data[at]!
    })
    return [dKernel]
  }
}

/** How `conv2d` lays its kernel on the image. */
export type ConvolutionOptions = Omit<ConvolutionAttributes, "dilations"> &
  Partial<Pick<ConvolutionAttributes, "dilations">>

/**
 * Cross-correlation of a float [N, H, W, C] with a kernel [kH, kW, C / groups, O] of the same dtype -> [N, H', W', O],
 * H' = ⌊(H + padding - (kH - 1) · dilation - 1) / stride⌋ + 1. Without dilations the kernel's elements are neighbours.
 *
 * The number of groups follows from the shapes: output o reads the channels of group ⌊o · groups / O⌋ alone. A kernel
 * of one input is a depthwise convolution, whose outputs c · O / C, … read channel c.
 *
 * Throws TensorError where channels or outputs do not divide into groups, or the kernel is larger than the padded
 * input.
 */
export const conv2d = (x: Value, kernel: Value, { dilations = [1, 1], ...others }: ConvolutionOptions): Value =>
  apply(conv2dOperation, [x, kernel], { ...others, dilations })
