import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { isFloat, type Shape, showType } from "../tensorType.ts"
import { apply, outputOf, type Value } from "../value.ts"
import { multiply, subtract } from "./elementwise.ts"
import { exp } from "./exponential.ts"
import { reduceSum } from "./reduce.ts"
import { reshape } from "./reshape.ts"

type NoAttributes = Readonly<Record<never, never>>

/** The sum of each row, in a shape that broadcasts over the row. */
const rowSums = (x: Value): Value => reshape(reduceSum(x, [x.shape.length - 1]), x.shape.with(-1, 1) as Shape)

/**
 * Of rows along the last axis; `finish` gets an element less the largest of its row, and the sum of their exponentials.
 */
const ofRows = (
  name: string,
  finish: (shifted: number, sum: number) => number,
  gradient: NonNullable<Operation<NoAttributes>["gradient"]>
): Operation<NoAttributes> => ({
  name,
  precision: ["float32"],
  infer: ([x]) => {
    if (x!.shape.length === 0 || x!.shape.at(-1) === 0 || !isFloat(x!.dtype)) {
      throw new TensorError(name, `${showType(x!)} has no rows of floats`)
    }
    return [x!]
  },
  gradient,
  evaluate: ([x]) => {
    const size = x!.shape.at(-1)!
    const rows = new Float64Array(x!.data.length)
    for (let first = 0; first < rows.length; first += size) {
      const row = x!.data.subarray(first, first + size)
      const largest = Math.max(...row)
      const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0)
      row.forEach((value, i) => {
        rows[first + i] = finish(value - largest, sum)
      })
    }
    return [rows]
  }
})

export const softmaxOperation = ofRows(
  "softmax",
  (shifted, sum) => Math.exp(shifted) / sum,
  (node, [dy]) => {
    const y = outputOf(node, 0)
    return [dy && multiply(y, subtract(dy, rowSums(multiply(dy, y))))]
  }
)

export const logSoftmaxOperation = ofRows(
  "logSoftmax",
  (shifted, sum) => shifted - Math.log(sum),
  (node, [dy]) => [dy && subtract(dy, multiply(exp(outputOf(node, 0)), rowSums(dy)))]
)

/**
 * eˣ over its sum along the last axis of floats, same shape: a distribution for each row. Throws TensorError for
 * scalars and integers.
 */
export const softmax = (x: Value): Value => apply(softmaxOperation, [x], {})

/**
 * The natural logarithm of softmax along the last axis of floats, same shape, without its rounding. Throws TensorError
 * as `softmax`.
 */
export const logSoftmax = (x: Value): Value => apply(logSoftmaxOperation, [x], {})
