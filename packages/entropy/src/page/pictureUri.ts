import { encode } from "fast-png"
import type { Shape } from "../measure.ts"

/** The longest side of a picture in a page, in pixels; of larger images every so manieth pixel is shown. */
const longest = 96

/**
 * An image as a PNG file in a data URI. Of three channels or more the first three are red, green and blue; of fewer the
 * first is grey.
 */
export const pictureUri = ([height, width, channels]: Shape, image: Uint8Array): string => {
  const stride = Math.ceil(Math.max(height, width) / longest)
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)]
  const colours = channels >= 3 ? 3 : 1
  const data = new Uint8Array(rows * columns * colours)
  let at = 0
  for (let y = 0; y < height; y += stride) {
    for (let x = 0; x < width; x += stride) {
      for (let c = 0; c < colours; c++) data[at++] = image[(y * width + x) * channels + c]!
    }
  }
  const png = encode({ width: columns, height: rows, data, channels: colours })
  return `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString("base64")}`
}
