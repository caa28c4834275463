import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** The order that the axes are brought into. */
export interface TransposeAttributes {
  /** For each axis of the result, the axis of the operand that it is. */
  readonly permutation: ReadonlyArray<number>
}

export const transposeOperation: Operation<TransposeAttributes> = {
  name: "transpose",
  precision: ["widest"],
  infer: ([x], { permutation }) => {
    const axes = x!.shape.map((_, axis) => axis)
    if (permutation.length !== axes.length || !axes.every((axis) => permutation.includes(axis))) {
      throw new TensorError("transpose", `[${permutation}] does not put the axes of ${showType(x!)} into another order`)
    }
    return [{ ...x!, shape: permutation.map((axis) => x!.shape[axis]!) }]
  },
  gradient: (node, [dy]) => {
    const { permutation } = node.attributes
    return [
      dy &&
        transpose(
          dy,
          permutation.map((_, axis) => permutation.indexOf(axis))
        )
    ]
  },
  evaluate: ([x], { permutation }, [output]) => {
    const strides = permutation.map((axis) => sizeOf(x!.shape.slice(axis + 1)))
    return [
      Float64Array.from(x!.data, (_, i) => {
        let rest = i
        let at = 0
        for (let axis = permutation.length - 1; axis >= 0; axis--) {
          const size = output!.shape[axis]!
          at += (rest % size) * strides[axis]!
          rest = Math.floor(rest / size)
        }
        return x!.data[at]!
      })
    ]
  }
}

/**
 * The same elements of any dtype with the axes in another order: axis i of the result is axis permutation[i] of x.
 * Throws TensorError for another list.
 */
export const transpose = (x: Value, permutation: ReadonlyArray<number>): Value =>
  permutation.every((axis, i) => axis === i) && permutation.length === x.shape.length
    ? x
    : apply(transposeOperation, [x], { permutation })
