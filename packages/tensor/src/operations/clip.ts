import type { Value } from "../value.ts"
import { add, less, maximum, minimum, multiply, relu } from "./elementwise.ts"
import { scalar } from "./leaves.ts"
import { where } from "./where.ts"

/**
 * x, float32 of any shape, but not below `least` nor above `most`. The gradient flows where x is inside, its ends
 * included. Throws TensorError for another dtype, as all of this file.
 */
export const clip = (x: Value, least: number, most: number): Value => minimum(maximum(x, scalar(least)), scalar(most))

/** max(x, 0), but at most 6, of a float32 tensor of any shape; same shape. Howard et al. 2017. */
export const relu6 = (x: Value): Value => minimum(relu(x), scalar(6))

/** x, float32 of any shape, where it is positive, `slope` · x elsewhere; same shape. Maas et al. 2013. */
export const leakyRelu = (x: Value, slope: number): Value => where(less(x, scalar(0)), multiply(x, scalar(slope)), x)

/**
 * The sigmoid by three lines, of a float32 tensor of any shape: 0 below -3, 1 above 3, x / 6 + 1/2 between. Howard et al.
 * 2019, section 5.2.
 */
export const hardSigmoid = (x: Value): Value => clip(add(multiply(x, scalar(1 / 6)), scalar(0.5)), 0, 1)

/** x · hardSigmoid(x), of a float32 tensor of any shape; same shape. Howard et al. 2019, section 5.2. */
export const hardSwish = (x: Value): Value => multiply(x, hardSigmoid(x))

/** -1, 0 or 1 in float32 as x, float32 of any shape, is below, at or above 0. Nothing flows back through it. */
export const sign = (x: Value): Value =>
  where(less(x, scalar(0)), scalar(-1), where(less(scalar(0), x), scalar(1), scalar(0)))

/** |x| of a float32 tensor, same shape; its gradient at 0 is 0. */
export const abs = (x: Value): Value => multiply(x, sign(x))
