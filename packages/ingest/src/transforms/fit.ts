import { resizer, type Shape } from "./resize.ts"

/**
 * The rule by which images take another size: cut to the largest rectangle of the new proportions around the centre, then
 * resized by `resizer`. Nothing is stretched.
 *
 * @returns a function of an image, uint8 [height, width, channels]
 */
export const fitter = ([height, width, channels]: Shape, size: readonly [number, number]) => {
  const [toHeight, toWidth] = size
  const cutHeight = Math.min(height, Math.max(1, Math.round((width * toHeight) / toWidth)))
  const cutWidth = Math.min(width, Math.max(1, Math.round((height * toWidth) / toHeight)))
  const top = Math.floor((height - cutHeight) / 2)
  const left = Math.floor((width - cutWidth) / 2)
  const resize = resizer([cutHeight, cutWidth, channels], size)
  const rowBytes = cutWidth * channels
  return (pixels: Uint8Array): Uint8Array => {
    if (cutHeight === height && cutWidth === width) return resize(pixels)
    const cut = new Uint8Array(cutHeight * rowBytes)
    for (let row = 0; row < cutHeight; row++) {
      const start = ((top + row) * width + left) * channels
      cut.set(pixels.subarray(start, start + rowBytes), row * rowBytes)
    }
    return resize(cut)
  }
}
