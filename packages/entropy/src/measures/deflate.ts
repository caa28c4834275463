import { deflateCeiling, deflatedPerPixel } from "../compressedSize.ts"
import type { Measure } from "../measure.ts"

/**
 * What an image takes per pixel as DEFLATE (RFC 1951) at level 9, its values in the order of its shape. With
 * `--unit bits`, bits per pixel. The bytes are those of the zlib that Node has: another version may need a few more or less.
 */
export const deflate: Measure = {
  title: "DEFLATE",
  describes: "What a pixel takes in a ZIP file: small where an image repeats itself.",
  source: "RFC 1951, zlib at level 9",
  unit: "nats",
  channels: "together",
  ceiling: (shape) => deflateCeiling(shape, shape[0] * shape[1] * shape[2]),
  of: (shape) => {
    const size = shape[0] * shape[1] * shape[2]
    return (images, start) => deflatedPerPixel(shape, images.subarray(start, start + size))
  }
}
