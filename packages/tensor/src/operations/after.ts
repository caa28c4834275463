import type { Operation } from "../operation.ts"
import { apply, type Value } from "../value.ts"

export const afterOperation: Operation<Readonly<Record<never, never>>> = {
  name: "after",
  precision: "fixed",
  infer: ([x]) => [x!],
  gradient: (node, [dy]) => node.inputs.map((_, i) => (i === 0 ? dy : undefined)),
  evaluate: ([x]) => [x!.data]
}

/** x itself, but not before the others are computed: an order that saves memory where the data impose none. */
export const after = (x: Value, others: ReadonlyArray<Value>): Value => apply(afterOperation, [x, ...others], {})
