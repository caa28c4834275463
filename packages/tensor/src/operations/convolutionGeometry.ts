import { TensorError } from "../tensorError.ts"
import { type Shape, showType, type TensorType } from "../tensorType.ts"

/** Zeros added before and after the height and the width. */
export type Padding = readonly [readonly [number, number], readonly [number, number]]

/** How a kernel is laid on an image. */
export interface ConvolutionAttributes {
  /** Steps along height and width. */
  readonly strides: readonly [number, number]
  readonly padding: Padding
  /** Distance between neighbouring elements of the kernel along height and width, in pixels. */
  readonly dilations: readonly [number, number]
}

/** Rows and columns of the image that a kernel reads at once, those between its elements included. */
export const kernelExtent = (kernel: Shape, dilations: readonly [number, number]): readonly [number, number] => [
  (kernel[0]! - 1) * dilations[0] + 1,
  (kernel[1]! - 1) * dilations[1] + 1
]

const outputSize = (size: number, extent: number, stride: number, [before, after]: readonly [number, number]) =>
  Math.floor((size + before + after - extent) / stride) + 1

/** Groups of channels that are convolved apart: a kernel of fewer inputs than x has channels repeats group by group. */
export const convolutionGroups = (x: Shape, kernel: Shape): number => x[3]! / kernel[2]!

/** Shape of the output [N, H', W', O]. Throws TensorError where x and kernel do not fit. */
export const convolutionShape = (
  name: string,
  x: TensorType,
  kernel: TensorType,
  attributes: ConvolutionAttributes
): Shape => {
  const [batch, height, width, channels] = x.shape
  const [, , inputs, outputs] = kernel.shape
  if (x.shape.length !== 4 || kernel.shape.length !== 4 || channels! % inputs! !== 0 || x.dtype !== kernel.dtype) {
    throw new TensorError(
      name,
      `${showType(x)} does not convolve with the kernel ${showType(kernel)} (height, width, inputs of a group, outputs)`
    )
  }
  const groups = convolutionGroups(x.shape, kernel.shape)
  if (outputs! % groups !== 0) {
    throw new TensorError(
      name,
      `${showType(x)} is read in ${groups} groups by the kernel ${showType(kernel)}, whose ${outputs} outputs do not divide into them`
    )
  }
  const { dilations, padding, strides } = attributes
  const whole = (least: number) => (value: number) => Number.isInteger(value) && value >= least
  if (![...strides, ...dilations].every(whole(1)) || !padding.flat().every(whole(0))) {
    throw new TensorError(
      name,
      `${showType(x)} cannot be read by strides [${strides}] and dilations [${dilations}] with paddings [${padding.join("], [")}]`
    )
  }
  const extent = kernelExtent(kernel.shape, dilations)
  const rows = outputSize(height!, extent[0], strides[0], padding[0])
  const columns = outputSize(width!, extent[1], strides[1], padding[1])
  if (rows < 1 || columns < 1)
    throw new TensorError(name, `${showType(x)} is smaller than the kernel ${showType(kernel)}`)
  return [batch!, rows, columns, outputs!]
}

/** Calls `visit` with the flat indices of every product in y = conv(x, kernel). */
export const eachProduct = (
  x: Shape,
  kernel: Shape,
  y: Shape,
  { dilations, padding, strides }: ConvolutionAttributes,
  visit: (x: number, kernel: number, y: number) => void
): void => {
  const [, height, width, channels] = x as [number, number, number, number]
  const [kernelHeight, kernelWidth, inputs, outputs] = kernel as [number, number, number, number]
  const [batch, rows, columns] = y as [number, number, number, number]
  const outputsOfGroup = outputs / convolutionGroups(x, kernel)
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let u = 0; u < kernelHeight; u++)
          for (let v = 0; v < kernelWidth; v++) {
            const row = i * strides[0] + u * dilations[0] - padding[0][0]
            const column = j * strides[1] + v * dilations[1] - padding[1][0]
            if (row < 0 || row >= height || column < 0 || column >= width) continue
            for (let c = 0; c < inputs; c++)
              for (let o = 0; o < outputs; o++) {
                const channel = Math.floor(o / outputsOfGroup) * inputs + c
                visit(
                  ((n * height + row) * width + column) * channels + channel,
                  ((u * kernelWidth + v) * inputs + c) * outputs + o,
                  ((n * rows + i) * columns + j) * outputs + o
                )
              }
          }
}
