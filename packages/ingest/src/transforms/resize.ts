/** Sizes of an image: [height, width, channels]. */
export type Shape = readonly [number, number, number]

/** Bits after the point of the weights: with 8 bits of value and a sum of weights of 1 they stay below 2^31. */
const precision = 22

/** The weights of the values `first`, `first + 1`, … of which an output value is the weighted mean, as whole numbers. */
interface Tap {
  readonly first: number
  readonly weights: Int32Array
}

/**
 * The taps of each output position along one axis: a triangle as wide as two output pixels are in the input (never
 * narrower than two input pixels), so that a reduction averages over all it covers and an enlargement interpolates.
 */
const tapsOf = (from: number, to: number): ReadonlyArray<Tap> => {
  const scale = from / to
  const radius = Math.max(scale, 1)
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale
    const first = Math.max(0, Math.floor(centre - radius + 0.5))
    const last = Math.min(from, Math.floor(centre + radius + 0.5))
    const heights = Array.from({ length: last - first }, (_, offset) =>
      Math.max(0, 1 - Math.abs((first + offset - centre + 0.5) * (1 / radius)))
    )
    const sum = heights.reduce((total, height) => total + height, 0)
    return { first, weights: Int32Array.from(heights, (height) => Math.floor((height / sum) * 2 ** precision + 0.5)) }
  })
}

/**
 * Along one axis of values laid out as [outer, from, inner] to [outer, to, inner]; rounded to the nearest whole number.
 */
const alongAxis = (values: Uint8Array, outer: number, from: number, inner: number, taps: ReadonlyArray<Tap>) => {
  const to = taps.length
  const result = new Uint8Array(outer * to * inner)
  for (let block = 0; block < outer; block++) {
    for (let position = 0; position < to; position++) {
      const { first, weights } = taps[position]!
      const source = (block * from + first) * inner
      const target = (block * to + position) * inner
      for (let offset = 0; offset < inner; offset++) {
        let sum = 1 << (precision - 1)
        for (let tap = 0; tap < weights.length; tap++) sum += values[source + tap * inner + offset]! * weights[tap]!
        // Rounding may take the sum of the weights a little above 1.
        result[target + offset] = Math.min(255, sum >> precision)
      }
    }
  }
  return result
}

/**
 * How images of one size become another: triangle filter with antialiasing, along rows and then along columns, in
 * whole numbers, so that every machine gives the same bytes. They are those of Pillow's `resize(…, BILINEAR)` of the
 * width and then of the height.
 *
 * @returns a function of an image, uint8 [height, width, channels]
 */
export const resizer = ([height, width, channels]: Shape, [toHeight, toWidth]: readonly [number, number]) => {
  const columns = tapsOf(width, toWidth)
  const rows = tapsOf(height, toHeight)
  return (pixels: Uint8Array): Uint8Array => {
    const narrow = width === toWidth ? pixels : alongAxis(pixels, height, width, channels, columns)
    return height === toHeight ? narrow : alongAxis(narrow, 1, height, toWidth * channels, rows)
  }
}
