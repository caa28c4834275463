import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { isFloat, type Shape, sameShape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** A pixel that a resized one is made of, and its share. */
export interface ResizeTap {
  readonly at: number
  readonly weight: number
}

/** The size that an image is brought to. */
export interface ResizeAttributes {
  /** Height and width of the result. */
  readonly size: readonly [number, number]
}

interface GradientAttributes {
  /** Shape of the image that was resized. */
  readonly shape: Shape
}

/** What each of `to` pixels along an axis is made of, from `from` pixels. */
type Taps = (from: number, to: number) => ReadonlyArray<ReadonlyArray<ResizeTap>>

/** The pixel that holds the centre of the new one. */
export const nearestTaps: Taps = (from, to) =>
  Array.from({ length: to }, (_, i) => [{ at: Math.min(Math.floor(((i + 0.5) * from) / to), from - 1), weight: 1 }])

/**
 * The two pixels whose centres are around that of the new one; beyond the outermost centres the image goes on as it
 * ends.
 */
export const bilinearTaps: Taps = (from, to) =>
  Array.from({ length: to }, (_, i) => {
    const centre = ((i + 0.5) * from) / to - 0.5
    const before = Math.floor(centre)
    const within = (at: number) => Math.min(Math.max(at, 0), from - 1)
    return [
      { at: within(before), weight: before + 1 - centre },
      { at: within(before + 1), weight: centre - before }
    ]
  })

/** Calls `visit` with the flat indices of every pixel of the image and the one that it has a share in. */
const eachShare = (taps: Taps, x: Shape, y: Shape, visit: (x: number, y: number, weight: number) => void): void => {
  const [batch, height, width, channels] = x as [number, number, number, number]
  const [, rows, columns] = y as [number, number, number, number]
  const [vertical, horizontal] = [taps(height, rows), taps(width, columns)]
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (const row of vertical[i]!)
          for (const column of horizontal[j]!)
            for (let c = 0; c < channels; c++) {
              const at = ((n * height + row.at) * width + column.at) * channels + c
              visit(at, ((n * rows + i) * columns + j) * channels + c, row.weight * column.weight)
            }
}

const resizedType = (name: string, x: TensorType, size: ReadonlyArray<number>): TensorType => {
  if (x.shape.length !== 4 || !isFloat(x.dtype)) {
    throw new TensorError(name, `${showType(x)} is not an image [N, H, W, C] of floats`)
  }
  if ([...size, x.shape[1]!, x.shape[2]!].some((pixels) => !Number.isInteger(pixels) || pixels < 1)) {
    throw new TensorError(name, `${showType(x)} cannot be given the size [${size}]`)
  }
  return { ...x, shape: [x.shape[0]!, size[0]!, size[1]!, x.shape[3]!] }
}

const resizing = (
  name: string,
  taps: Taps,
  precision: "widest" | "float32"
): readonly [Operation<ResizeAttributes>, Operation<GradientAttributes>] => {
  const forward: Operation<ResizeAttributes> = {
    name,
    precision: [precision],
    infer: ([x], { size }) => [resizedType(name, x!, size)],
    gradient: (node, [dy]) => [dy && apply(backward, [dy], { shape: node.inputs[0]!.shape })],
    evaluate: ([x], _, [output]) => {
      const y = new Float64Array(sizeOf(output!.shape))
      eachShare(taps, x!.shape, output!.shape, (at, to, weight) => {
        y[to]! += x!.data[at]! * weight
      })
      return [y]
    }
  }
  const backward: Operation<GradientAttributes> = {
    name: `${name}Gradient`,
    // A pixel that was read often is a long sum.
    precision: ["float32"],
    infer: ([dy], { shape }) => {
      const x = { ...dy!, shape }
      const expected = resizedType(`${name}Gradient`, x, dy!.shape.slice(1, 3))
      if (!sameShape(expected.shape, dy!.shape)) {
        throw new TensorError(`${name}Gradient`, `${showType(dy!)} was not resized from [${shape.join(",")}]`)
      }
      return [x]
    },
    evaluate: ([dy], { shape }) => {
      const dx = new Float64Array(sizeOf(shape))
      eachShare(taps, shape, dy!.shape, (at, to, weight) => {
        dx[at]! += dy!.data[to]! * weight
      })
      return [dx]
    }
  }
  return [forward, backward]
}

export const [resizeNearestOperation, resizeNearestGradientOperation] = resizing("resizeNearest", nearestTaps, "widest")

export const [resizeBilinearOperation, resizeBilinearGradientOperation] = resizing(
  "resizeBilinear",
  bilinearTaps,
  "float32"
)

/**
 * [N, H, W, C] with another height and width: each pixel is the one that its centre falls into (PyTorch's
 * "nearest-exact"). Throws TensorError where x is no image of floats, or the size is not of whole pixels.
 */
export const resizeNearest = (x: Value, size: readonly [number, number]): Value =>
  apply(resizeNearestOperation, [x], { size })

/**
 * [N, H, W, C] with another height and width: each pixel is interpolated between the four whose centres are around its
 * own (half-pixel centres: PyTorch's `align_corners=False`, without antialiasing). Throws TensorError as
 * `resizeNearest`.
 */
export const resizeBilinear = (x: Value, size: readonly [number, number]): Value =>
  apply(resizeBilinearOperation, [x], { size })
