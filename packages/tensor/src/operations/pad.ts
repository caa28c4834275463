import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { sliceIndices, stridedSlice } from "./stridedSlice.ts"

export const padOperation: Operation<{ readonly paddings: ReadonlyArray<readonly [number, number]> }> = {
  name: "pad",
  precision: ["widest"],
  infer: ([x], { paddings }) => {
    if (paddings.length !== x!.shape.length) {
      throw new TensorError("pad", `${paddings.length} pairs of paddings do not fit ${showType(x!)}`)
    }
    if (paddings.flat().some((zeros) => !Number.isInteger(zeros) || zeros < 0)) {
      throw new TensorError("pad", `${showType(x!)} cannot be padded by [${paddings.join("], [")}]`)
    }
    return [{ ...x!, shape: x!.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]) }]
  },
  gradient: (node, [dy]) => {
    const { shape } = node.inputs[0]!
    const begin = node.attributes.paddings.map(([before]) => before)
    const end = begin.map((first, axis) => first + shape[axis]!)
    return [dy && stridedSlice(dy, { begin, end, strides: shape.map(() => 1) })]
  },
  evaluate: ([x], { paddings }, [output]) => {
    const padded = new Float64Array(sizeOf(output!.shape))
    const begin = paddings.map(([before]) => before)
    const slice = { begin, end: begin.map((first, axis) => first + x!.shape[axis]!), strides: begin.map(() => 1) }
    sliceIndices(output!.shape, slice, x!.shape).forEach((at, i) => {
      padded[at] = x!.data[i]!
    })
    return [padded]
  }
}

/**
 * Any dtype with zeros before and after along each axis. Throws TensorError for another number of axes, or negative
 * sizes.
 */
export const pad = (x: Value, paddings: ReadonlyArray<readonly [number, number]>): Value =>
  apply(padOperation, [x], { paddings })
