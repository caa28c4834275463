import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, sameShape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { reduceSum } from "./reduce.ts"
import { reshape } from "./reshape.ts"

/** The common shape of two operands by NumPy's rule: axes are aligned at the end, and an axis of 1 repeats. */
export const broadcastShape = (operation: string, a: TensorType, b: TensorType): Shape => {
  const rank = Math.max(a.shape.length, b.shape.length)
  return Array.from({ length: rank }, (_, i) => {
    const left = a.shape[a.shape.length - rank + i] ?? 1
    const right = b.shape[b.shape.length - rank + i] ?? 1
    if (left !== right && left !== 1 && right !== 1) {
      throw new TensorError(operation, `${showType(a)} and ${showType(b)} do not broadcast`)
    }
    return left === 1 ? right : left
  })
}

/** Row-major index into an operand of `from` for each element of the broadcast `to`. */
export const broadcastIndices = (from: Shape, to: Shape): Int32Array => {
  const indices = new Int32Array(sizeOf(to))
  const offset = to.length - from.length
  const strides = to.map((_, axis) => {
    const own = axis - offset
    return own < 0 || from[own] === 1 ? 0 : sizeOf(from.slice(own + 1))
  })
  for (let i = 0; i < indices.length; i++) {
    let rest = i
    let at = 0
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at += (rest % to[axis]!) * strides[axis]!
      rest = Math.floor(rest / to[axis]!)
    }
    indices[i] = at
  }
  return indices
}

/** Sums a gradient over the axes that broadcasting had repeated, so that it has the operand's shape again. */
export const sumToShape = (value: Value, shape: Shape): Value => {
  if (sameShape(value.shape, shape)) return value
  const offset = value.shape.length - shape.length
  const axes = value.shape.flatMap((size, axis) =>
    axis < offset || (shape[axis - offset] === 1 && size !== 1) ? [axis] : []
  )
  return reshape(reduceSum(value, axes), shape)
}

export const broadcastToOperation: Operation<{ readonly shape: Shape }> = {
  name: "broadcastTo",
  precision: ["widest"],
  infer: ([x], { shape }) => {
    const target = { ...x!, shape }
    if (!sameShape(broadcastShape("broadcastTo", x!, target), shape)) {
      throw new TensorError("broadcastTo", `${showType(x!)} does not broadcast to [${shape.join(",")}]`)
    }
    return [target]
  },
  gradient: (node, [dy]) => [dy && sumToShape(dy, node.inputs[0]!.shape)],
  evaluate: ([x], { shape }) => [Float64Array.from(broadcastIndices(x!.shape, shape), (i) => x!.data[i]!)]
}

/**
 * Repeats a value of any dtype to a larger shape by NumPy's rule. Throws TensorError where the rule does not lead
 * there.
 */
export const broadcastTo = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : apply(broadcastToOperation, [x], { shape })
