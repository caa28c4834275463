import { cast, constant, less, multiply, type RandomSource, reshape, scalar, subtract, type Value } from "@ebcle/tensor"
import { randomIntegers } from "./randomIntegers.ts"

/**
 * Sets a square of `size` pixels around a random pixel of each image to 0; what lies outside of the image is lost.
 *
 * Source: DeVries and Taylor 2017, "Improved regularization of convolutional neural networks with cutout".
 *
 * @param images float32[N, H, W, C]
 */
export const cutout = (images: Value, size: number, random: RandomSource): Value => {
  const [count, height, width] = images.shape as [number, number, number]
  const before = Math.floor(size / 2)
  /** 1 where the square covers an axis and 0 elsewhere. */
  const covered = (axis: string, length: number): Value => {
    const centre = randomIntegers(random, `augment/cutout/${axis}`, [count, 1], length)
    const indices = constant(
      Array.from({ length }, (_, i) => i),
      [1, length],
      "int32"
    )
    const distance = subtract(indices, centre)
    const isBelow = (end: number) => cast(less(distance, scalar(end, "int32")), "float32")
    return subtract(isBelow(size - before), isBelow(-before))
  }
  const square = multiply(
    reshape(covered("rows", height), [count, height, 1, 1]),
    reshape(covered("columns", width), [count, 1, width, 1])
  )
  return multiply(images, subtract(scalar(1), square))
}
