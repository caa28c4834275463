import type { TensorType } from "./tensorType.ts"
import type { Node, Value } from "./value.ts"

/** A tensor of float64 elements in row-major order: what the reference meaning of an operation works on. */
export interface Tensor64 {
  readonly shape: ReadonlyArray<number>
  readonly data: Float64Array
}

/**
 * How a precision policy treats an operand: `compute` may be rounded to the policy's type, `float32` must not be,
 * `widest` follows the widest of its neighbours, and `fixed` is not touched (integers, and casts that say it
 * themselves).
 */
export type OperandPrecision = "compute" | "float32" | "widest" | "fixed"

/**
 * An operation: its shape rule, its gradient as further operations, and its meaning in float64.
 *
 * `evaluate` is the definition, written as the naive formula; engines are checked against it.
 */
export interface Operation<A = unknown> {
  readonly name: string
  /** One for each operand, or one for all where their number is free. */
  readonly precision: ReadonlyArray<OperandPrecision> | OperandPrecision
  /** Types of the outputs; throws TensorError where the operands do not fit. */
  readonly infer: (inputs: ReadonlyArray<TensorType>, attributes: A) => ReadonlyArray<TensorType>
  /** Gradients of the inputs, given those of the outputs; undefined where nothing flows. Absent: not differentiable. */
  readonly gradient?: (
    node: Node<A>,
    outputGradients: ReadonlyArray<Value | undefined>
  ) => ReadonlyArray<Value | undefined>
  readonly evaluate: (
    inputs: ReadonlyArray<Tensor64>,
    attributes: A,
    outputs: ReadonlyArray<TensorType>
  ) => ReadonlyArray<Float64Array>
}
