import { grey } from "./grey.ts"
import { resizer, type Shape } from "./resize.ts"

/** Rows of the hash; each compares nine values with their left neighbours. */
const rows = 8

/**
 * Difference hashes (dHash) of images: luma, resized to 8x9, and of every pixel but the last of a row one bit, set where its
 * right neighbour is brighter. Row by row, the first pixel in the highest bit; two uint32 an image, the upper rows first.
 *
 * Source: N. Krawetz, "Kind of Like That", hackerfactor.com, 2013. Here with the triangle filter of `resizer`.
 *
 * @param images uint8 [count, height, width, channels] of 1 or 3 channels
 * @returns uint32 [count, 2]
 */
export const differenceHashes = (images: Uint8Array, [height, width, channels]: Shape): Uint32Array => {
  const imageBytes = height * width * channels
  const count = images.length / imageBytes
  const shrink = resizer([height, width, 1], [rows, rows + 1])
  const hashes = new Uint32Array(2 * count)
  for (let image = 0; image < count; image++) {
    const pixels = images.subarray(image * imageBytes, (image + 1) * imageBytes)
    const small = shrink(channels === 3 ? grey(pixels) : pixels)
    for (let bit = 0; bit < 64; bit++) {
      const at = Math.floor(bit / rows) * (rows + 1) + (bit % rows)
      if (small[at + 1]! > small[at]!) hashes[2 * image + (bit >> 5)]! |= 1 << (31 - (bit & 31))
    }
  }
  return hashes
}
