import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** Which elements are taken, axis by axis. */
export interface StridedSliceAttributes {
  /** First index along each axis. */
  readonly begin: Shape
  /** First index that is not taken along each axis. */
  readonly end: Shape
  readonly strides: Shape
}

/** Flat index into `shape` of every element of the slice, in row-major order of the slice. */
export const sliceIndices = (shape: Shape, { begin, strides }: StridedSliceAttributes, sliced: Shape): Int32Array => {
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
    const whole = [...begin, ...end, ...strides].every(Number.isInteger)
    const ranks = [begin, end, strides].every(({ length }) => length === x!.shape.length)
    const fits = x!.shape.every(
      (size, axis) => begin[axis]! >= 0 && begin[axis]! < end[axis]! && end[axis]! <= size && strides[axis]! >= 1
    )
    if (!whole || !ranks || !fits) {
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

/**
 * Every `strides`-th element of any dtype from `begin` up to `end` along each axis. Throws TensorError where they do
 * not lie in x.
 */
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
