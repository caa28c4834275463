import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

export const sliceRowsOperation: Operation<{ readonly count: number }> = {
  name: "sliceRows",
  precision: ["fixed", "fixed"],
  infer: ([x, start], { count }) => {
    if (start!.dtype !== "int32" || start!.shape.length !== 0) {
      throw new TensorError("sliceRows", `the first row must be an int32 scalar, not ${showType(start!)}`)
    }
    if (x!.shape.length === 0 || !Number.isInteger(count) || count < 1 || count > x!.shape[0]!) {
      throw new TensorError("sliceRows", `${showType(x!)} does not have ${count} rows`)
    }
    return [{ ...x!, shape: [count, ...x!.shape.slice(1)] }]
  },
  evaluate: ([x, start], { count }) => {
    const row = sizeOf(x!.shape.slice(1))
    const first = start!.data[0]!
    if (first < 0 || first + count > x!.shape[0]!) {
      throw new TensorError("sliceRows", `rows ${first} to ${first + count} do not lie in [${x!.shape}]`)
    }
    return [x!.data.slice(first * row, (first + count) * row)]
  }
}

/**
 * `count` consecutive elements along the first axis, from an int32[] that is known only when the program runs:
 * [rows, ...] -> [count, ...], any dtype. Throws TensorError where x has fewer rows.
 */
export const sliceRows = (x: Value, start: Value, count: number): Value =>
  apply(sliceRowsOperation, [x, start], { count })
