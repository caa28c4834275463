import { currentScope, type Phase } from "./layerScope.ts"
import type { Operation } from "./operation.ts"
import type { DType, Shape, TensorType } from "./tensorType.ts"

/** One application of an operation. */
export interface Node<A = unknown> {
  readonly operation: Operation<A>
  readonly inputs: ReadonlyArray<Value>
  readonly attributes: A
  readonly outputs: ReadonlyArray<TensorType>
  /** The layer that the node belongs to, for errors and profiles; it changes nothing that is computed. */
  readonly layer: string | undefined
  /** What it is there for in a training step; as little. */
  readonly phase: Phase
}

/** One output of a node. Values are compared by identity of node and index. */
export interface Value extends TensorType {
  readonly node: Node
  readonly index: number
  readonly shape: Shape
  readonly dtype: DType
}

/** Applies an operation and returns all its outputs. Throws TensorError where the operands do not fit. */
export const applyAll = <A>(
  operation: Operation<A>,
  inputs: ReadonlyArray<Value>,
  attributes: A
): ReadonlyArray<Value> => {
  const outputs = operation.infer(inputs, attributes)
  const node: Node<A> = { operation, inputs, attributes, outputs, ...currentScope() }
  return outputs.map((_, index) => outputOf(node, index))
}

/** Applies an operation of one output. */
export const apply = <A>(operation: Operation<A>, inputs: ReadonlyArray<Value>, attributes: A): Value =>
  applyAll(operation, inputs, attributes)[0]!

/** One of the outputs of a node. */
export const outputOf = <A>(node: Node<A>, index: number): Value => ({
  ...node.outputs[index]!,
  // Whoever holds a value cannot call its operation with other attributes, so their type may be forgotten.
  node: node as Node,
  index
})
