import { batchNorm } from "../src/operations/batchNorm.ts"
import { batchNormInference } from "../src/operations/batchNormInference.ts"
import { conv2d } from "../src/operations/conv2d.ts"
import type { Padding } from "../src/operations/convolutionGeometry.ts"
import { input } from "../src/operations/leaves.ts"
import { stridedSlice } from "../src/operations/stridedSlice.ts"
import type { DType, Shape } from "../src/tensorType.ts"
import type { Value } from "../src/value.ts"

export const x = (shape: Shape, dtype: DType = "float32") => input("x", shape, dtype)
export const convolve = (
  image: Value,
  kernel: Value,
  strides: readonly [number, number] = [1, 1],
  padding: Padding = [[0, 0], [0, 0]], // biome-ignore format: one line
  dilations: readonly [number, number] = [1, 1]
) => conv2d(image, kernel, { strides, padding, dilations })
export const slice = (value: Value, begin: Shape, end: Shape, strides: Shape) =>
  stridedSlice(value, { begin, end, strides })
export const pooling = { window: [3, 2], strides: [2, 1], padding: [[1, 1], [0, 0]] } as const // biome-ignore format: one line
export const normalise = (image: Value, ...[scale, offset]: [Value, Value]) =>
  batchNorm(image, scale, offset, { epsilon: 1e-5 })
export const infer = (image: Value, perChannel: Value) =>
  batchNormInference(
    image,
    { scale: perChannel, offset: perChannel, mean: perChannel, variance: perChannel },
    { epsilon: 1e-5 }
  )
export const image = x([2, 6, 5, 3])
export const geometry = { strides: [1, 1], padding: [[0, 0], [0, 0]], dilations: [1, 1] } as const // biome-ignore format: one line

/** An operation, something built of it, and the type that it has or the message that it fails with. */
export type ShapeCase = readonly [operation: string, build: () => Value, expected: string]
