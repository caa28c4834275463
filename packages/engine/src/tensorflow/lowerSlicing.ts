import type { ConcatAttributes, DType, Shape, SplitAttributes } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

interface Slice {
  readonly begin: Shape
  readonly end: Shape
  readonly strides: Shape
}

const stridedSliceAttributes = (dtype: DType) => ({
  T: attr.type(dtype),
  Index: attr.type("int32"),
  begin_mask: attr.int(0),
  end_mask: attr.int(0),
  ellipsis_mask: attr.int(0),
  new_axis_mask: attr.int(0),
  shrink_axis_mask: attr.int(0)
})

/**
 * A strided slice as a plain one: each axis of n · s elements read with stride s is seen as [n, s], of which one column
 * is taken. Undefined where an axis does not divide so.
 *
 * TensorFlow's StridedSlice and its gradient take ten times as long, on one processor.
 */
const plainSlice = (shape: Shape, { begin, end, strides }: Slice) => {
  const divides = shape.every(
    (size, axis) =>
      strides[axis] === 1 ||
      (size % strides[axis]! === 0 &&
        begin[axis]! < strides[axis]! &&
        end[axis]! > size - strides[axis]! + begin[axis]!)
  )
  if (!divides) return undefined
  const split = shape.map((size, axis) => {
    const [first, stride] = [begin[axis]!, strides[axis]!]
    return stride === 1
      ? { sizes: [size], first: [first], taken: [end[axis]! - first] }
      : { sizes: [size / stride, stride], first: [0, first], taken: [size / stride, 1] }
  })
  return {
    sizes: split.flatMap(({ sizes }) => sizes),
    first: split.flatMap(({ first }) => first),
    taken: split.flatMap(({ taken }) => taken)
  }
}

const reshape = (x: Reference, shape: Shape, dtype: DType, sink: NodeSink): Reference =>
  sink.one("Reshape", {
    inputs: [x, sink.ints(shape)],
    attributes: { T: attr.type(dtype), Tshape: attr.type("int32") }
  })

/** Parts of tensors, and tensors of which others are parts. */
export const lowerSlicing: Readonly<Record<string, Lowering>> = {
  stridedSlice: (node, [x], sink) => {
    const slice = node.attributes as Slice
    const dtype = typeOf(node)
    const plain = plainSlice(node.inputs[0]!.shape, slice)
    if (plain === undefined) {
      return sink.add("StridedSlice", {
        inputs: [x!, sink.ints(slice.begin), sink.ints(slice.end), sink.ints(slice.strides)],
        attributes: stridedSliceAttributes(dtype)
      })
    }
    const part = sink.one("Slice", {
      inputs: [reshape(x!, plain.sizes, dtype, sink), sink.ints(plain.first), sink.ints(plain.taken)],
      attributes: { T: attr.type(dtype), Index: attr.type("int32") }
    })
    return [reshape(part, node.outputs[0]!.shape, dtype, sink)]
  },
  stridedSliceGradient: (node, [dy], sink) => {
    const { shape, ...slice } = node.attributes as Slice & { readonly shape: Shape }
    const dtype = typeOf(node)
    const plain = plainSlice(shape, slice)
    if (plain === undefined) {
      return sink.add("StridedSliceGrad", {
        inputs: [sink.ints(shape), sink.ints(slice.begin), sink.ints(slice.end), sink.ints(slice.strides), dy!],
        attributes: stridedSliceAttributes(dtype)
      })
    }
    const { first, sizes, taken } = plain
    const paddings = sizes.flatMap((size, axis) => [first[axis]!, size - first[axis]! - taken[axis]!])
    const whole = sink.one("Pad", {
      inputs: [reshape(dy!, taken, dtype, sink), sink.constant("int32", [sizes.length, 2], paddings)],
      attributes: { T: attr.type(dtype), Tpaddings: attr.type("int32") }
    })
    return [reshape(whole, shape, dtype, sink)]
  },
  concat: (node, inputs, sink) => {
    const { axis } = node.attributes as ConcatAttributes
    return sink.add("ConcatV2", {
      inputs: [...inputs, sink.constant("int32", [], [axis])],
      attributes: { T: attr.type(typeOf(node)), N: attr.int(inputs.length), Tidx: attr.type("int32") }
    })
  },
  // One after another: as fast as SplitV, and a part that nobody reads is not copied.
  split: (node, [x], sink) => {
    const { axis } = node.attributes as SplitAttributes
    let first = 0
    return node.outputs.map(({ shape }) => {
      const begin = shape.map((_, i) => (i === axis ? first : 0))
      first += shape[axis]!
      return sink.one("Slice", {
        inputs: [x!, sink.ints(begin), sink.ints(shape)],
        attributes: { T: attr.type(typeOf(node)), Index: attr.type("int32") }
      })
    })
  },
  pad: (node, [x], sink) => {
    const { paddings } = node.attributes as { readonly paddings: ReadonlyArray<readonly [number, number]> }
    return sink.add("Pad", {
      inputs: [x!, sink.constant("int32", [paddings.length, 2], paddings.flat())],
      attributes: { T: attr.type(typeOf(node)), Tpaddings: attr.type("int32") }
    })
  },
  sliceRows: (node, [x, start], sink) => {
    const { shape } = node.outputs[0]!
    const zero = sink.constant("int32", [], [0])
    const begin = sink.one("Pack", {
      inputs: [start!, ...shape.slice(1).map(() => zero)],
      attributes: { T: attr.type("int32"), N: attr.int(shape.length), axis: attr.int(0) }
    })
    return sink.add("Slice", {
      inputs: [x!, begin, sink.ints(shape)],
      attributes: { T: attr.type(typeOf(node)), Index: attr.type("int32") }
    })
  }
}
