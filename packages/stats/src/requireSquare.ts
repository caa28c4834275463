/** Side of two square matrices of one size. Throws RangeError if they are not, or smaller than 4 × 4. */
export const requireSquare = (a: Float64Array, b: Float64Array): number => {
  const n = Math.sqrt(a.length)
  if (!Number.isInteger(n) || a.length !== b.length || n < 4) {
    throw new RangeError(
      `expected two square matrices of one size, at least 4 × 4, got ${a.length} and ${b.length} numbers`
    )
  }
  return n
}
