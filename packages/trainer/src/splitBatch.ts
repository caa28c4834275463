import { cast, gather, multiply, subtract, type Value, variable } from "@ebcle/tensor"
import { names } from "./variableNames.ts"

/** Images of a split that are on the device, as a network sees them. */
export interface SplitBatch {
  /** float32[N, H, W, C], normalised */
  readonly images: Value
  /** int32[N] */
  readonly labels: Value
}

/** Pixels of 0 to 255 as (pixel - mean) · scale, per channel. */
const normalisePixels = (pixels: Value): Value => {
  const channels = [pixels.shape.at(-1)!]
  return multiply(
    subtract(cast(pixels, "float32"), variable(names.pixelMean, channels)),
    variable(names.pixelScale, channels)
  )
}

/** Gathers the images and labels of a split at `rows`, int32[N]. */
export const splitBatch = (
  which: "train" | "test",
  count: number,
  imageShape: ReadonlyArray<number>,
  rows: Value
): SplitBatch => ({
  images: normalisePixels(gather(variable(names.images(which), [count, ...imageShape], "uint8"), rows)),
  labels: gather(variable(names.labels(which), [count], "int32"), rows)
})
