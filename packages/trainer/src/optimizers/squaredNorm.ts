import { multiply, reduceSum, type Value } from "@ebcle/tensor"

/** Sum of the squares of all elements, float32[]. */
export const squaredNorm = (x: Value): Value =>
  reduceSum(
    multiply(x, x),
    x.shape.map((_, axis) => axis)
  )
