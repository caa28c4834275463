/**
 * The coefficients, none of them negative, whose combination of the columns is nearest to `targets` in the sum of squares. By
 * trying every choice of columns, so for few of them; exact: the optimum is the unconstrained one of the columns that it uses
 * (Lawson and Hanson 1974, chapter 23). Columns of zeros get nothing.
 */
export const nonNegativeLeastSquares = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  targets: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const columns = rows[0]!.map((_, column) => column)
  // Columns of one length, so that bytes and counts are weighed alike in the elimination.
  const lengths = columns.map((column) => Math.hypot(...rows.map((row) => row[column]!)))
  const scaled = rows.map((row) => row.map((value, column) => value / (lengths[column] || 1)))
  const used = columns.filter((column) => lengths[column]! > 0)
  const error = (coefficients: ReadonlyArray<number>): number =>
    scaled.reduce((sum, row, i) => {
      const predicted = row.reduce((all, value, column) => all + value * coefficients[column]!, 0)
      return sum + (predicted - targets[i]!) ** 2
    }, 0)
  let best = columns.map(() => 0)
  for (let choice = 1; choice < 2 ** used.length; choice++) {
    const chosen = used.filter((_, bit) => choice & (2 ** bit))
    const solution = solveNormal(
      scaled.map((row) => chosen.map((column) => row[column]!)),
      targets
    )
    if (solution === undefined || solution.some((value) => value < 0)) continue
    const coefficients = columns.map((column) => solution[chosen.indexOf(column)] ?? 0)
    if (error(coefficients) < error(best)) best = coefficients
  }
  return best.map((value, column) => value / (lengths[column] || 1))
}

/** Least squares by the normal equations and elimination; undefined where the columns depend on each other. */
const solveNormal = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  targets: ReadonlyArray<number>
): ReadonlyArray<number> | undefined => {
  const n = rows[0]!.length
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, at) => sum + row[i]! * targets[at]!, 0)
  ])
  for (let pivot = 0; pivot < n; pivot++) {
    // Positive definite, so the diagonal needs no exchange of rows.
    if (matrix[pivot]![pivot]! < 1e-12) return undefined
    for (let i = 0; i < n; i++) {
      if (i === pivot) continue
      const factor = matrix[i]![pivot]! / matrix[pivot]![pivot]!
      matrix[i] = matrix[i]!.map((value, j) => value - factor * matrix[pivot]![j]!)
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]!)
}
