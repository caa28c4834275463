import type { Operation } from "../operation.ts"
import { apply, type Value } from "../value.ts"

export const afterOperation: Operation<Readonly<Record<never, never>>> = {
  name: "after",
  precision: "fixed",
  infer: ([x]) => [x!],
  gradient: (node, [dy]) => node.inputs.map((_, i) => (i === 0 ? dy : undefined)),
  evaluate: ([x]) => [x!.data]
}

/**
 * x itself, of any type, but not before the others are computed: an order that saves memory where the data impose none.
 * Gradients flow to x alone. Ours; TensorFlow's control dependencies.
 */
export const after = (x: Value, others: ReadonlyArray<Value>): Value => apply(afterOperation, [x, ...others], {})
