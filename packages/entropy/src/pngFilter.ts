/** The neighbour of three that a + b - c is nearest to; ties go to a, then b (PNG, third edition, section 9.4). */
const paeth = (a: number, b: number, c: number): number => {
  const toA = Math.abs(b - c)
  const toB = Math.abs(a - c)
  const toC = Math.abs(a + b - 2 * c)
  if (toA <= toB && toA <= toC) return a
  return toB <= toC ? b : c
}

/** Predictions of a byte from those before it: a to the left, b above, c above to the left. */
const filters: ReadonlyArray<(a: number, b: number, c: number) => number> = [
  () => 0,
  (a) => a,
  (_, b) => b,
  (a, b) => (a + b) >> 1,
  paeth
]

/**
 * Prepares PNG's filters of images of `height` lines of `line` bytes, `step` bytes to a pixel: for each line the filter
 * whose differences, as signed bytes, have the smallest sum of magnitudes, which is the heuristic that the standard
 * recommends (PNG, third edition, section 12.7); ties go to the first.
 *
 * @returns of the image at `start` the filtered lines, each with the filter's number before it; used again for the next
 */
export const pngFilter = (height: number, line: number, step: number) => {
  const filtered = new Uint8Array(height * (line + 1))
  const candidate = new Uint8Array(line)
  return (images: Uint8Array, start: number): Uint8Array => {
    for (let y = 0; y < height; y++) {
      const from = start + y * line
      let least = Number.POSITIVE_INFINITY
      for (const [number, predict] of filters.entries()) {
        let sum = 0
        for (let x = 0; x < line; x++) {
          const a = x < step ? 0 : images[from + x - step]!
          const b = y === 0 ? 0 : images[from + x - line]!
          const c = x < step || y === 0 ? 0 : images[from + x - line - step]!
          const difference = (images[from + x]! - predict(a, b, c)) & 255
          candidate[x] = difference
          sum += difference < 128 ? difference : 256 - difference
        }
        if (sum >= least) continue
        least = sum
        filtered[y * (line + 1)] = number
        filtered.set(candidate, y * (line + 1) + 1)
      }
    }
    return filtered
  }
}
