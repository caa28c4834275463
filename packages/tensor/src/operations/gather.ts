import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { sameShape, showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

type NoAttributes = Readonly<Record<never, never>>

export const gatherOperation: Operation<NoAttributes> = {
  name: "gather",
  precision: ["fixed", "fixed"],
  infer: ([x, indices]) => {
    if (indices!.dtype !== "int32" || x!.shape.length === 0) {
      throw new TensorError("gather", `${showType(indices!)} does not index ${showType(x!)}`)
    }
    return [{ ...x!, shape: [...indices!.shape, ...x!.shape.slice(1)] }]
  },
  gradient: (node, [dy]) => {
    const [x, indices] = node.inputs as [Value, Value]
    return [dy && apply(gatherGradientOperation, [dy, indices], { rows: x.shape[0]! }), undefined]
  },
  evaluate: ([x, indices], _, [output]) => {
    const row = sizeOf(x!.shape.slice(1))
    const gathered = new Float64Array(sizeOf(output!.shape))
    indices!.data.forEach((index, i) => {
      if (index < 0 || index >= x!.shape[0]!) throw new TensorError("gather", `no row ${index} in [${x!.shape}]`)
      gathered.set(x!.data.subarray(index * row, (index + 1) * row), i * row)
    })
    return [gathered]
  }
}

/**
 * x[indices] along the first axis: any dtype [rows, ...] by int32[...indices] -> [...indices, ...]. With x
 * float32[rows, features] it is an embedding. Throws TensorError where x has no axis or the indices are not int32.
 */
export const gather = (x: Value, indices: Value): Value => apply(gatherOperation, [x, indices], {})

/** Row i of the result is the sum of the rows of dy whose index is i. */
export const gatherGradientOperation: Operation<{ readonly rows: number }> = {
  name: "gatherGradient",
  // A row that is read often is a long sum.
  precision: ["float32", "fixed"],
  infer: ([dy, indices], { rows }) => {
    const { length } = indices!.shape
    if (indices!.dtype !== "int32" || !sameShape(dy!.shape.slice(0, length), indices!.shape)) {
      throw new TensorError("gatherGradient", `${showType(dy!)} was not gathered by ${showType(indices!)}`)
    }
    return [{ ...dy!, shape: [rows, ...dy!.shape.slice(length)] }]
  },
  gradient: (node, [d]) => [d && gather(d, node.inputs[1]!), undefined],
  evaluate: ([dy, indices], _, [output]) => {
    const dx = new Float64Array(sizeOf(output!.shape))
    const row = sizeOf(output!.shape.slice(1))
    dy!.data.forEach((value, i) => {
      dx[indices!.data[Math.floor(i / row)]! * row + (i % row)]! += value
    })
    return [dx]
  }
}
