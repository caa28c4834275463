import type { Value } from "../value.ts"
import { abs } from "./clip.ts"
import { multiply, subtract } from "./elementwise.ts"
import { reduceMean } from "./reduce.ts"

const meanOfAll = (x: Value): Value =>
  reduceMean(
    x,
    x.shape.map((_, axis) => axis)
  )

/** The mean of (a - b)² over all elements of two float32 tensors that broadcast: float32[]. Throws TensorError as `subtract`. */
export const meanSquaredError = (a: Value, b: Value): Value => {
  const difference = subtract(a, b)
  return meanOfAll(multiply(difference, difference))
}

/**
 * The mean of |a - b| over all elements of two float32 tensors that broadcast: float32[]. Equal elements give no
 * gradient. Throws TensorError as `subtract`.
 */
export const meanAbsoluteError = (a: Value, b: Value): Value => meanOfAll(abs(subtract(a, b)))
