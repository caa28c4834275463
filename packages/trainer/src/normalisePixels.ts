import { cast, multiply, subtract, type Value, variable } from "@ebcle/tensor"
import { names } from "./variableNames.ts"

/** Pixels of 0 to 255 as (pixel - mean) · scale, per channel. */
export const normalisePixels = (pixels: Value): Value => {
  const channels = [pixels.shape.at(-1)!]
  return multiply(
    subtract(cast(pixels, "float32"), variable(names.pixelMean, channels)),
    variable(names.pixelScale, channels)
  )
}
