/** Weights of red, green and blue in 1/65536, which add up to 1: luma of ITU-R BT.601, 0.299, 0.587 and 0.114. */
const [red, green, blue] = [19595, 38470, 7471]

/**
 * Luma of each pixel, rounded to the nearest whole number; the bytes are those of Pillow's `convert("L")`.
 *
 * @param pixels uint8 [pixels, 3]
 * @returns uint8 [pixels]
 */
export const grey = (pixels: Uint8Array): Uint8Array => {
  const result = new Uint8Array(pixels.length / 3)
  for (let i = 0; i < result.length; i++) {
    const at = 3 * i
    result[i] = (red * pixels[at]! + green * pixels[at + 1]! + blue * pixels[at + 2]! + 0x8000) >> 16
  }
  return result
}
