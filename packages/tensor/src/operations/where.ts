import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { broadcastIndices, broadcastShape, sumToShape } from "./broadcast.ts"
import { scalar } from "./leaves.ts"

export const whereOperation: Operation<Readonly<Record<never, never>>> = {
  name: "where",
  precision: ["fixed", "widest", "widest"],
  infer: ([condition, a, b]) => {
    if (condition!.dtype !== "bool")
      throw new TensorError("where", `the condition is ${showType(condition!)}, not bool`)
    if (a!.dtype !== b!.dtype)
      throw new TensorError("where", `${showType(a!)} and ${showType(b!)} have different types`)
    const values = { shape: broadcastShape("where", a!, b!), dtype: a!.dtype }
    return [{ ...values, shape: broadcastShape("where", condition!, values) }]
  },
  gradient: (node, [dy]) => {
    const [condition, a, b] = node.inputs as [Value, Value, Value]
    if (dy === undefined) return [undefined, undefined, undefined]
    const zero = scalar(0)
    return [undefined, sumToShape(where(condition, dy, zero), a.shape), sumToShape(where(condition, zero, dy), b.shape)]
  },
  evaluate: ([condition, a, b], _, [output]) => {
    const [whether, left, right] = [condition!, a!, b!].map(({ shape }) => broadcastIndices(shape, output!.shape))
    return [Float64Array.from(whether!, (at, i) => (condition!.data[at] ? a!.data[left![i]!]! : b!.data[right![i]!]!))]
  }
}

/**
 * a where the condition, a bool, is true, and b, of a's dtype, elsewhere; broadcast. Throws TensorError for other
 * dtypes and shapes.
 */
export const where = (condition: Value, a: Value, b: Value): Value => apply(whereOperation, [condition, a, b], {})
