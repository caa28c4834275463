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
    return [tf.slice(x!, [start!.dataSync()[0]!, ...shape.slice(1).map(() => 0)], [...shape])]
  },
  gather: (_, [x, indices]) => [tf.gather(x!, indices as tf.Tensor1D)],
  gatherGradient: (node, [dy, indices]) => {
    const { shape } = node.outputs[0]!
    const rows = tf.reshape(dy!, [indices!.size, ...shape.slice(1)])
    return [tf.unsortedSegmentSum(rows, tf.reshape(indices!, [indices!.size]), shape[0]!)]
  }
}
