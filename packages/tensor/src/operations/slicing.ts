import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

export interface StridedSliceAttributes {
  /** First index along each axis. */
  readonly begin: Shape
  /** First index that is not taken along each axis. */
  readonly end: Shape
  readonly strides: Shape
}

/** Flat index into `shape` of every element of the slice, in row-major order of the slice. */
const sliceIndices = (shape: Shape, { begin, strides }: StridedSliceAttributes, sliced: Shape): Int32Array => {
  const indices = new Int32Array(sizeOf(sliced))
  for (let i = 0; i < indices.length; i++) {
    let rest = i
    let at = 0
    let stride = 1
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (begin[axis]! + (rest % sliced[axis]!) * strides[axis]!) * stride
      stride *= shape[axis]!
      rest = Math.floor(rest / sliced[axis]!)
    }
    indices[i] = at
  }
  return indices
}

const slicedShape = ({ begin, end, strides }: StridedSliceAttributes): Shape =>
  begin.map((first, axis) => Math.ceil((end[axis]! - first) / strides[axis]!))

export const stridedSliceOperation: Operation<StridedSliceAttributes> = {
  name: "stridedSlice",
  precision: ["widest"],
  infer: ([x], attributes) => {
    const { begin, end, strides } = attributes
    const fits = x!.shape.every(
      (size, axis) => begin[axis]! >= 0 && begin[axis]! < end[axis]! && end[axis]! <= size && strides[axis]! >= 1
    )
    if (begin.length !== x!.shape.length || !fits) {
      throw new TensorError("stridedSlice", `[${begin}] to [${end}] by [${strides}] does not lie in ${showType(x!)}`)
    }
    return [{ ...x!, shape: slicedShape(attributes) }]
  },
  gradient: (node, [dy]) => [
    dy && apply(stridedSliceGradientOperation, [dy], { ...node.attributes, shape: node.inputs[0]!.shape })
  ],
  evaluate: ([x], attributes, [output]) => [
    Float64Array.from(sliceIndices(x!.shape, attributes, output!.shape), (at) => x!.data[at]!)
  ]
}

/** Every `strides`-th element from `begin` up to `end` along each axis. */
export const stridedSlice = (x: Value, attributes: StridedSliceAttributes): Value =>
  apply(stridedSliceOperation, [x], attributes)

export const stridedSliceGradientOperation: Operation<StridedSliceAttributes & { readonly shape: Shape }> = {
  name: "stridedSliceGradient",
  precision: ["widest"],
  infer: ([dy], { shape }) => [{ ...dy!, shape }],
  gradient: (node, [d]) => [d && stridedSlice(d, node.attributes)],
  evaluate: ([dy], attributes) => {
    const dx = new Float64Array(sizeOf(attributes.shape))
    sliceIndices(attributes.shape, attributes, dy!.shape).forEach((at, i) => {
      dx[at] = dy!.data[i]!
    })
    return [dx]
  }
}

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

/** Zeros before and after along each axis. */
export const pad = (x: Value, paddings: ReadonlyArray<readonly [number, number]>): Value =>
  apply(padOperation, [x], { paddings })

export const sliceRowsOperation: Operation<{ readonly count: number }> = {
  name: "sliceRows",
  precision: ["fixed", "fixed"],
  infer: ([x, start], { count }) => {
    if (start!.dtype !== "int32" || start!.shape.length !== 0) {
      throw new TensorError("sliceRows", `the first row must be an int32 scalar, not ${showType(start!)}`)
    }
    if (x!.shape.length === 0 || count > x!.shape[0]!) {
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

/** `count` consecutive elements along the first axis, from an int32 scalar that is known only when the program runs. */
export const sliceRows = (x: Value, start: Value, count: number): Value =>
  apply(sliceRowsOperation, [x, start], { count })

export const gatherOperation: Operation<Readonly<Record<never, never>>> = {
  name: "gather",
  precision: ["fixed", "fixed"],
  infer: ([x, indices]) => {
    if (indices!.dtype !== "int32" || x!.shape.length === 0) {
      throw new TensorError("gather", `${showType(indices!)} does not index ${showType(x!)}`)
    }
    return [{ ...x!, shape: [...indices!.shape, ...x!.shape.slice(1)] }]
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

/** x[indices] along the first axis; indices are int32 of any shape. Not differentiable here. */
export const gather = (x: Value, indices: Value): Value => apply(gatherOperation, [x, indices], {})
