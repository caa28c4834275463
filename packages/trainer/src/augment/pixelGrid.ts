import { add, constant, gather, multiply, pad, reshape, scalar, type Value } from "@ebcle/tensor"

/** Where the pixels of a batch come from: (y, x) of image n from row `rows[n, y]` and column `columns[n, x]`. */
export interface PixelGrid {
  /** int32[N, height] */
  readonly rows: Value
  /** int32[N, width] */
  readonly columns: Value
}

const upTo = (count: number): Value =>
  constant(
    Array.from({ length: count }, (_, i) => i),
    [1, count],
    "int32"
  )

/** Every pixel of images of `height` and `width` where it is; the first axis is 1 and repeats. */
export const identityGrid = (height: number, width: number): PixelGrid => ({
  rows: upTo(height),
  columns: upTo(width)
})

/**
 * The pixels of uint8[N, H, W, C] at a grid that leaves an image by at most `margin` pixels; there it is black.
 *
 * One gather of whole pixels, so that crops and mirror images together cost one pass over the bytes.
 */
export const samplePixels = (images: Value, { columns, rows }: PixelGrid, margin: number): Value => {
  const [count, height, width, channels] = images.shape as [number, number, number, number]
  const padded = margin === 0 ? images : pad(images, [[0, 0], [margin, margin], [margin, margin], [0, 0]]) // biome-ignore format: one line
  const [paddedHeight, paddedWidth] = [height + 2 * margin, width + 2 * margin]
  const starts = constant(
    Array.from({ length: count }, (_, n) => n * paddedHeight * paddedWidth + margin * (paddedWidth + 1)),
    [count, 1],
    "int32"
  )
  const rowStarts = add(starts, multiply(rows, scalar(paddedWidth, "int32")))
  const pixels = add(reshape(rowStarts, [count, height, 1]), reshape(columns, [columns.shape[0]!, 1, width]))
  return gather(reshape(padded, [count * paddedHeight * paddedWidth, channels]), pixels)
}
