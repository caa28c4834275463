import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, sameShape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, outputOf, type Value } from "../value.ts"
import type { Padding } from "./convolutionGeometry.ts"

/** How windows are laid on an image. */
export interface PoolingAttributes {
  /** Height and width of the window. */
  readonly window: readonly [number, number]
  /** Steps along height and width. */
  readonly strides: readonly [number, number]
  /** Pixels added around the image; fewer than the window has, so that every window holds a pixel of the image. */
  readonly padding: Padding
}

type AveragePoolGradientAttributes = PoolingAttributes & { readonly shape: Shape }

const pooledShape = (name: string, x: TensorType, { padding, strides, window }: PoolingAttributes): Shape => {
  if (x.shape.length !== 4) throw new TensorError(name, `${showType(x)} is not [N, H, W, C]`)
  const whole = [...window, ...strides].every((value) => Number.isInteger(value) && value >= 1)
  const inside = padding.every((sides, axis) =>
    sides.every((count) => Number.isInteger(count) && count >= 0 && count < window[axis]!)
  )
  if (!whole || !inside) {
    throw new TensorError(
      name,
      `${showType(x)} cannot be read by windows [${window}] and strides [${strides}] with paddings [${padding.join("], [")}]`
    )
  }
  const [rows, columns] = padding.map(
    ([before, after], axis) => Math.floor((x.shape[axis + 1]! + before + after - window[axis]!) / strides[axis]!) + 1
  ) as [number, number]
  if (rows < 1 || columns < 1) throw new TensorError(name, `${showType(x)} is smaller than the window [${window}]`)
  return [x.shape[0]!, rows, columns, x.shape[3]!]
}

const checkGradient = (name: string, dy: TensorType, x: TensorType, attributes: PoolingAttributes) => {
  const expected = pooledShape(name, x, attributes)
  if (!sameShape(expected, dy.shape)) {
    throw new TensorError(name, `the gradient ${showType(dy)} is not shaped as the output [${expected.join(",")}]`)
  }
}

/** Calls `visit` with the flat indices of every pixel of the image and the output that reads it, in row-major order. */
const eachPixel = (
  x: Shape,
  y: Shape,
  { padding, strides, window }: PoolingAttributes,
  visit: (x: number, y: number) => void
): void => {
  const [, height, width, channels] = x as [number, number, number, number]
  const [batch, rows, columns] = y as [number, number, number, number]
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let u = 0; u < window[0]; u++)
          for (let v = 0; v < window[1]; v++) {
            const row = i * strides[0] + u - padding[0][0]
            const column = j * strides[1] + v - padding[1][0]
            if (row < 0 || row >= height || column < 0 || column >= width) continue
            for (let c = 0; c < channels; c++) {
              visit(((n * height + row) * width + column) * channels + c, ((n * rows + i) * columns + j) * channels + c)
            }
          }
}

export const maxPoolOperation: Operation<PoolingAttributes> = {
  name: "maxPool",
  precision: ["widest"],
  infer: ([x], attributes) => [{ ...x!, shape: pooledShape("maxPool", x!, attributes) }],
  gradient: (node, [dy]) => [
    dy && apply(maxPoolGradientOperation, [dy, node.inputs[0]!, outputOf(node, 0)], node.attributes)
  ],
  evaluate: ([x], attributes, [output]) => {
    const y = new Float64Array(sizeOf(output!.shape)).fill(-Infinity)
    eachPixel(x!.shape, output!.shape, attributes, (at, to) => {
      y[to] = Math.max(y[to]!, x!.data[at]!)
    })
    return [y]
  }
}

export const maxPoolGradientOperation: Operation<PoolingAttributes> = {
  name: "maxPoolGradient",
  precision: ["widest", "widest", "widest"],
  infer: ([dy, x, y], attributes) => {
    checkGradient("maxPoolGradient", dy!, x!, attributes)
    checkGradient("maxPoolGradient", y!, x!, attributes)
    return [x!]
  },
  evaluate: ([dy, x, y], attributes) => {
    const dx = new Float64Array(x!.data.length)
    const found = new Uint8Array(y!.data.length)
    eachPixel(x!.shape, y!.shape, attributes, (at, to) => {
      if (found[to] === 1 || x!.data[at] !== y!.data[to]) return
      found[to] = 1
      dx[at]! += dy!.data[to]!
    })
    return [dx]
  }
}

export const averagePoolOperation: Operation<PoolingAttributes> = {
  name: "averagePool",
  precision: ["widest"],
  infer: ([x], attributes) => [{ ...x!, shape: pooledShape("averagePool", x!, attributes) }],
  gradient: (node, [dy]) => [
    dy && apply(averagePoolGradientOperation, [dy], { ...node.attributes, shape: node.inputs[0]!.shape })
  ],
  evaluate: ([x], attributes, [output]) => {
    const y = new Float64Array(sizeOf(output!.shape))
    eachPixel(x!.shape, output!.shape, attributes, (at, to) => {
      y[to]! += x!.data[at]! / sizeOf(attributes.window)
    })
    return [y]
  }
}

export const averagePoolGradientOperation: Operation<AveragePoolGradientAttributes> = {
  name: "averagePoolGradient",
  precision: ["widest"],
  infer: ([dy], attributes) => {
    const x = { ...dy!, shape: attributes.shape }
    checkGradient("averagePoolGradient", dy!, x, attributes)
    return [x]
  },
  evaluate: ([dy], attributes) => {
    const dx = new Float64Array(sizeOf(attributes.shape))
    eachPixel(attributes.shape, dy!.shape, attributes, (at, to) => {
      dx[at]! += dy!.data[to]! / sizeOf(attributes.window)
    })
    return [dx]
  }
}

/**
 * Largest pixel of each window of a float [N, H, W, C], channel by channel -> [N, H', W', C], H' = ⌊(H + padding -
 * window) / stride⌋ + 1. Padding is never the largest. The gradient of a tie goes to the first pixel in row-major
 * order.
 *
 * Throws TensorError where the window is larger than the padded image, or a padding as large as the window.
 */
export const maxPool = (x: Value, attributes: PoolingAttributes): Value => apply(maxPoolOperation, [x], attributes)

/**
 * Sum of each window of a float [N, H, W, C] divided by the window's size, channel by channel, as `maxPool` is shaped.
 *
 * Padding counts as zeros, as PyTorch does it by default (`count_include_pad`); TensorFlow's SAME leaves it out.
 */
export const averagePool = (x: Value, attributes: PoolingAttributes): Value =>
  apply(averagePoolOperation, [x], attributes)
