import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { stridedSlice } from "./slicing.ts"

export interface ConcatAttributes {
  readonly axis: number
}

const joins = (first: TensorType, other: TensorType, axis: number): boolean =>
  other.dtype === first.dtype &&
  other.shape.length === first.shape.length &&
  other.shape.every((size, i) => i === axis || size === first.shape[i])

export const concatOperation: Operation<ConcatAttributes> = {
  name: "concat",
  precision: "widest",
  infer: (inputs, { axis }) => {
    const [first, ...others] = inputs
    if (first === undefined || others.length === 0) {
      throw new TensorError("concat", `joins two tensors or more, not ${inputs.length}`)
    }
    if (!Number.isInteger(axis) || axis < 0 || axis >= first.shape.length) {
      throw new TensorError("concat", `${showType(first)} has no axis ${axis}`)
    }
    const odd = others.find((other) => !joins(first, other, axis))
    if (odd !== undefined) {
      throw new TensorError("concat", `${showType(first)} and ${showType(odd)} do not join along axis ${axis}`)
    }
    const size = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0)
    return [{ ...first, shape: first.shape.with(axis, size) }]
  },
  gradient: (node, [dy]) => {
    const { axis } = node.attributes
    let first = 0
    return node.inputs.map(({ shape }) => {
      const begin = shape.map((_, i) => (i === axis ? first : 0))
      first += shape[axis]!
      return (
        dy && stridedSlice(dy, { begin, end: begin.map((from, i) => from + shape[i]!), strides: shape.map(() => 1) })
      )
    })
  },
  evaluate: (inputs, { axis }, [output]) => {
    const joined = new Float64Array(sizeOf(output!.shape))
    const row = sizeOf(output!.shape.slice(axis))
    let first = 0
    for (const { data, shape } of inputs) {
      const own = sizeOf(shape.slice(axis))
      for (let at = 0; at * own < data.length; at++) {
        joined.set(data.subarray(at * own, (at + 1) * own), at * row + first)
      }
      first += own
    }
    return [joined]
  }
}

/** Two values or more of one type one after the other along an axis; their other axes are equal. */
export const concat = (values: ReadonlyArray<Value>, axis: number): Value => apply(concatOperation, values, { axis })
