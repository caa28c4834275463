/**
 * A program that cannot be: operands of an operation do not fit. The message names the operation, and its layer if it
 * has one.
 */
export class TensorError extends Error {
  override readonly name = "TensorError"
  readonly operation: string
  readonly layer: string | undefined

  constructor(operation: string, message: string, layer?: string) {
    super(layer === undefined ? `${operation}: ${message}` : `${layer}: ${operation}: ${message}`)
    this.operation = operation
    this.layer = layer
  }

  /** The same error as that of a layer; it stays with the innermost. */
  inLayer(layer: string): TensorError {
    if (this.layer !== undefined) return this
    return new TensorError(this.operation, this.message.slice(this.operation.length + 2), layer)
  }
}
