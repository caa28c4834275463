import type { Augmentation } from "@ebcle/core"
import {
  add,
  constant,
  minimum,
  multiply,
  type RandomSource,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  scalar,
  subtract,
  type Value
} from "@ebcle/tensor"

/** Shares of red, green and blue in the luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114]

const clip = (x: Value): Value => minimum(relu(x), scalar(255))

/** x moved away from `origin`, or towards it. */
const stretch = (x: Value, origin: Value, factor: Value): Value =>
  clip(add(origin, multiply(factor, subtract(x, origin))))

/**
 * Brightness, then contrast, then saturation of each image times factors from 1 - s to 1 + s, cut to [0, 255] each time.
 *
 * As torchvision's ColorJitter, but in a fixed order. Images of one channel have no saturation.
 *
 * @param images float32[N, H, W, 1 or 3], from 0 to 255
 */
export const colourJitter = (
  images: Value,
  { brightness, contrast, saturation }: NonNullable<Augmentation["colourJitter"]>,
  random: RandomSource
): Value => {
  const [count, height, width, channels] = images.shape as [number, number, number, number]
  const coloured = channels === 3
  const factor = (name: string, strength: number): Value =>
    add(multiply(random(`augment/${name}`, [count, 1, 1, 1]), scalar(2 * strength)), scalar(1 - strength))
  const grey = (x: Value): Value =>
    coloured ? reshape(reduceSum(multiply(x, constant(luma, [3])), [3]), [count, height, width, 1]) : x

  const brightened = brightness === 0 ? images : clip(multiply(images, factor("brightness", brightness)))
  const mean = () => reshape(reduceMean(grey(brightened), [1, 2, 3]), [count, 1, 1, 1])
  const contrasted = contrast === 0 ? brightened : stretch(brightened, mean(), factor("contrast", contrast))
  return saturation === 0 || !coloured
    ? contrasted
    : stretch(contrasted, grey(contrasted), factor("saturation", saturation))
}
