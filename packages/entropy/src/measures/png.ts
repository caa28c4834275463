import { deflateCeiling, deflatedPerPixel } from "../compressedSize.ts"
import type { Measure } from "../measure.ts"
import { pngFilter } from "../pngFilter.ts"

/**
 * What an image takes per pixel as the data of a PNG file: its lines filtered as the standard recommends, then DEFLATE at
 * level 9. With `--unit bits`, bits per pixel. See `deflate`.
 */
export const png: Measure = {
  title: "PNG",
  describes: "What a pixel takes in a PNG file, without what surrounds the data: small where neighbours are alike.",
  source: "PNG specification, third edition; zlib at level 9",
  unit: "nats",
  channels: "together",
  ceiling: (shape) => deflateCeiling(shape, shape[0] * (shape[1] * shape[2] + 1)),
  of: (shape) => {
    const [height, width, channels] = shape
    const filter = pngFilter(height, width * channels, channels)
    return (images, start) => deflatedPerPixel(shape, filter(images, start))
  }
}
