import { TensorError } from "../tensorError.ts"
import { showType, sizeOf } from "../tensorType.ts"
import type { Value } from "../value.ts"
import { reshape } from "./reshape.ts"
import { transpose } from "./transpose.ts"

/**
 * Deals the channels (the last axis) of equal groups out in turns, in the same shape and dtype: channel c of group g
 * becomes channel c · groups + g.
 *
 * Throws TensorError where the channels do not divide into groups. Source: Zhang et al. 2018 (ShuffleNet), section 3.1.
 */
export const channelShuffle = (x: Value, groups: number): Value => {
  const channels = x.shape.at(-1) ?? 0
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new TensorError("channelShuffle", `the channels of ${showType(x)} do not divide into ${groups} groups`)
  }
  const grouped = reshape(x, [sizeOf(x.shape.slice(0, -1)), groups, channels / groups])
  return reshape(transpose(grouped, [0, 2, 1]), x.shape)
}
