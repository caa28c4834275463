/** A program that cannot be: shapes or types that do not fit an operation. The message names the operation and both sides. */
export class TensorError extends Error {
  override readonly name = "TensorError"
  constructor(
    readonly operation: string,
    problem: string
  ) {
    super(`${operation}: ${problem}`)
  }
}
