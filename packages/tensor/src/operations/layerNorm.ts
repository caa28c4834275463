import { TensorError } from "../tensorError.ts"
import { showType } from "../tensorType.ts"
import type { Value } from "../value.ts"
import type { BatchNormAttributes } from "./batchNorm.ts"
import { add, divide, multiply, sqrt, subtract } from "./elementwise.ts"
import { scalar } from "./leaves.ts"
import { reduceMean } from "./reduce.ts"
import { reshape } from "./reshape.ts"

/** (x - mean) / √(variance + ε), both over the given axes; the variance is the biased one. */
const standardise = (x: Value, axes: ReadonlyArray<number>, epsilon: number): Value => {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const centred = subtract(x, reshape(reduceMean(x, axes), kept))
  const variance = reshape(reduceMean(multiply(centred, centred), axes), kept)
  return divide(centred, sqrt(add(variance, scalar(epsilon))))
}

/**
 * Layer normalisation of floats over the last axis, in the same shape; scale and offset are float32[C]. Ba, Kiros and
 * Hinton 2016, equation 4. Throws TensorError for integers, and where scale and offset do not fit.
 */
export const layerNorm = (x: Value, scale: Value, offset: Value, { epsilon }: BatchNormAttributes): Value =>
  add(multiply(standardise(x, [x.shape.length - 1], epsilon), scale), offset)

/**
 * Group normalisation of a float [N, H, W, C], in the same shape: over height, width and the channels of each of
 * `groups` groups of neighbours; scale and offset are float32[C]. Wu and He 2018, equation 7. Throws TensorError where
 * the groups do not divide the channels.
 */
export const groupNorm = (
  x: Value,
  scale: Value,
  offset: Value,
  { epsilon, groups }: BatchNormAttributes & { readonly groups: number }
): Value => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  if (x.shape.length !== 4 || channels % groups !== 0) {
    throw new TensorError("groupNorm", `${showType(x)} has no ${groups} groups of channels`)
  }
  const grouped = reshape(x, [batch, height * width, groups, channels / groups])
  return add(multiply(reshape(standardise(grouped, [1, 3], epsilon), x.shape), scale), offset)
}
