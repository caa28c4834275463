import { type ConcatAttributes, type Shape, type StridedSliceAttributes, sizeOf } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

/** Puts the elements along one axis `stride` apart, the first at `begin`, into an axis of `size` zeros. */
const spread = (x: tf.Tensor, axis: number, begin: number, stride: number, size: number): tf.Tensor => {
  const taken = x.shape[axis]!
  const [outer, inner] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))]
  const apart = tf.pad(tf.reshape(x, [outer, taken, 1, inner]), [[0, 0], [0, 0], [0, stride - 1], [0, 0]]) // biome-ignore format: one line
  const kept = Math.min(taken * stride, size - begin)
  const cut = tf.slice(tf.reshape(apart, [outer, taken * stride, inner]), [0, 0, 0], [outer, kept, inner])
  const placed = tf.pad(cut, [[0, 0], [begin, size - begin - kept], [0, 0]]) // biome-ignore format: one line
  return tf.reshape(placed, x.shape.with(axis, size))
}

/** Parts of tensors, and tensors of which others are parts. */
export const slicingKernels: Readonly<Record<string, Kernel>> = {
  concat: (node, inputs) => [tf.concat([...inputs], (node.attributes as ConcatAttributes).axis)],
  stridedSlice: (node, [x]) => {
    const { begin, end, strides } = node.attributes as StridedSliceAttributes
    return [tf.stridedSlice(x!, [...begin], [...end], [...strides])]
  },
  stridedSliceGradient: (node, [dy]) => {
    const { begin, shape, strides } = node.attributes as StridedSliceAttributes & { readonly shape: Shape }
    return [shape.reduce((x, size, axis) => spread(x, axis, begin[axis]!, strides[axis]!, size), dy!)]
  },
  pad: (node, [x]) => {
    const { paddings } = node.attributes as { readonly paddings: ReadonlyArray<readonly [number, number]> }
    return [
      tf.pad(
        x!,
        paddings.map(([before, after]): [number, number] => [before, after])
      )
    ]
  },
  sliceRows: (node, [x, start]) => {
    const { shape } = node.outputs[0]!
    return [tf.slice(x!, [start!.dataSync()[0]!, ...shape.slice(1).map(() => 0)], [...shape])]
  },
  gather: (_, [x, indices]) => [tf.gather(x!, indices as tf.Tensor1D)]
}
