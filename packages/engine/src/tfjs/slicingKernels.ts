import type {
  ConcatAttributes,
  Shape,
  SplitAttributes,
  StridedSliceAttributes,
  TransposeAttributes
} from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"
import { spread } from "./spread.ts"

/** Parts of tensors, and tensors of which others are parts. */
export const slicingKernels: Readonly<Record<string, Kernel>> = {
  concat: (node, inputs) => [tf.concat([...inputs], (node.attributes as ConcatAttributes).axis)],
  split: (node, [x]) => {
    const { axis, sizes } = node.attributes as SplitAttributes
    return tf.split(x!, [...sizes], axis)
  },
  transpose: (node, [x]) => [tf.transpose(x!, [...(node.attributes as TransposeAttributes).permutation])],
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
    // Where to begin stays where it was computed: a GPU does not say it at once.
    return [tf.gather(x!, tf.add(start!, tf.range(0, shape[0]!, 1, "int32")) as tf.Tensor1D)]
  },
  gather: (_, [x, indices]) => [tf.gather(x!, indices as tf.Tensor1D)],
  gatherGradient: (node, [dy, indices]) => {
    const { shape } = node.outputs[0]!
    // As a product, since not every backend has sums of segments.
    const picked = tf.equal(tf.reshape(indices!, [indices!.size, 1]), tf.range(0, shape[0]!, 1, "int32"))
    const rows = tf.reshape(dy!, [indices!.size, dy!.size / indices!.size])
    return [tf.reshape(tf.matMul(tf.cast(picked, "float32"), rows, true), [...shape])]
  }
}
