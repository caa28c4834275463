import type { Value } from "../value.ts"
import { maxPool } from "./pooling.ts"
import { reduceMean } from "./reduce.ts"
import { reshape } from "./reshape.ts"

/**
 * Mean over height and width of floats: [N, H, W, C] -> [N, C]. Throws TensorError where x is no image. Lin et al.
 * 2014.
 */
export const globalAveragePool = (x: Value): Value => reduceMean(x, [1, 2])

/** Largest pixel of each channel of floats: [N, H, W, C] -> [N, C]. Throws TensorError where x is no image. */
export const globalMaxPool = (x: Value): Value => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const padding = [[0, 0], [0, 0]] as const // biome-ignore format: pairs belong together
  return reshape(maxPool(x, { window: [height, width], strides: [1, 1], padding }), [batch, channels])
}
