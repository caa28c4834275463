import type { Operation, Tensor64 } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, showType, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** Zeros added before and after the height and the width. */
export type Padding = readonly [readonly [number, number], readonly [number, number]]

export interface ConvolutionAttributes {
  /** Steps along height and width. */
  readonly strides: readonly [number, number]
  readonly padding: Padding
}

interface GradientAttributes extends ConvolutionAttributes {
  /** Shape of the operand that the gradient is of. */
  readonly shape: Shape
}

const outputSize = (size: number, kernel: number, stride: number, [before, after]: readonly [number, number]) =>
  Math.floor((size + before + after - kernel) / stride) + 1

const convolutionShape = (
  name: string,
  x: TensorType,
  kernel: TensorType,
  attributes: ConvolutionAttributes
): Shape => {
  const [batch, height, width, channels] = x.shape
  const [kernelHeight, kernelWidth, inputs, outputs] = kernel.shape
  if (x.shape.length !== 4 || kernel.shape.length !== 4 || channels !== inputs || x.dtype !== kernel.dtype) {
    throw new TensorError(
      name,
      `${showType(x)} does not convolve with the kernel ${showType(kernel)} (height, width, inputs, outputs)`
    )
  }
  const { padding, strides } = attributes
  const whole = (least: number) => (value: number) => Number.isInteger(value) && value >= least
  if (!strides.every(whole(1)) || !padding.flat().every(whole(0))) {
    throw new TensorError(
      name,
      `${showType(x)} cannot be read by strides [${strides}] with paddings [${padding.join("], [")}]`
    )
  }
  const rows = outputSize(height!, kernelHeight!, strides[0], padding[0])
  const columns = outputSize(width!, kernelWidth!, strides[1], padding[1])
  if (rows < 1 || columns < 1)
    throw new TensorError(name, `${showType(x)} is smaller than the kernel ${showType(kernel)}`)
  return [batch!, rows, columns, outputs!]
}

/** Calls `visit` with the flat indices of every product in y = conv(x, kernel). */
const eachProduct = (
  x: Shape,
  kernel: Shape,
  y: Shape,
  { padding, strides }: ConvolutionAttributes,
  visit: (x: number, kernel: number, y: number) => void
): void => {
  const [, height, width, inputs] = x as [number, number, number, number]
  const [kernelHeight, kernelWidth, , outputs] = kernel as [number, number, number, number]
  const [batch, rows, columns] = y as [number, number, number, number]
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let u = 0; u < kernelHeight; u++)
          for (let v = 0; v < kernelWidth; v++) {
            const row = i * strides[0] + u - padding[0][0]
            const column = j * strides[1] + v - padding[1][0]
            if (row < 0 || row >= height || column < 0 || column >= width) continue
            for (let c = 0; c < inputs; c++)
              for (let o = 0; o < outputs; o++) {
                visit(
                  ((n * height + row) * width + column) * inputs + c,
                  ((u * kernelWidth + v) * inputs + c) * outputs + o,
                  ((n * rows + i) * columns + j) * outputs + o
                )
              }
          }
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
    const y = new Float64Array(output!.shape.reduce((a, b) => a * b, 1))
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
  if (expected.some((size, axis) => size !== dy.shape[axis])) {
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
    const dx = new Float64Array(output!.shape.reduce((a, b) => a * b, 1))
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
    const dKernel = new Float64Array(output!.shape.reduce((a, b) => a * b, 1))
    eachProduct(x!.shape, attributes.shape, dy!.shape, attributes, (at, k, to) => {
      dKernel[k]! += dy!.data[to]! * x!.data[at]!
    })
    return [dKernel]
  }
}

/**
 * Cross-correlation of [N, H, W, C] with a kernel [kH, kW, C, O] -> [N, H', W', O], H' = ⌊(H + padding - kH) / stride⌋ + 1.
 *
 * Throws TensorError where channels differ or the kernel is larger than the padded input.
 */
export const conv2d = (x: Value, kernel: Value, attributes: ConvolutionAttributes): Value =>
  apply(conv2dOperation, [x, kernel], attributes)
