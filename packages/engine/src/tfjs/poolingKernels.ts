import type { Node, PoolingAttributes } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"
import { spread } from "./spread.ts"

const paddingsOf = (node: Node): Array<[number, number]> => {
  const [rows, columns] = (node.attributes as PoolingAttributes).padding
  return [[0, 0], [...rows], [...columns], [0, 0]]
}

/** Runs one of tfjs's pooling kernels, on an image that has its padding around it. */
const pool = (kernel: string, inputs: Readonly<Record<string, tf.Tensor>>, node: Node): tf.Tensor => {
  const { strides, window } = node.attributes as PoolingAttributes
  const attributes = { filterSize: [...window], strides: [...strides], pad: "valid" }
  return tf.engine().runKernel(kernel, inputs, attributes) as tf.Tensor
}

const cut = (node: Node, padded: tf.Tensor): tf.Tensor =>
  tf.slice(
    padded,
    paddingsOf(node).map(([before]) => before),
    [...node.outputs[0]!.shape]
  )

/** Pooling and its gradients. */
export const poolingKernels: Readonly<Record<string, Kernel>> = {
  maxPool: (node, [x]) => [pool(tf.MaxPool, { x: tf.pad(x!, paddingsOf(node), -Infinity) }, node)],
  // By the places in a window: tfjs's own kernels give a tie to another pixel on each backend.
  maxPoolGradient: (node, [dy, x, y]) => {
    const { strides, window } = node.attributes as PoolingAttributes
    const padded = tf.pad(x!, paddingsOf(node), -Infinity)
    const [, height, width] = padded.shape as [number, number, number, number]
    const [, rows, columns] = y!.shape as [number, number, number, number]
    let free = tf.onesLike(y!)
    let sum = tf.zerosLike(padded)
    for (let i = 0; i < window[0]; i++) {
      for (let j = 0; j < window[1]; j++) {
        const end = [
          padded.shape[0]!,
          i + (rows - 1) * strides[0] + 1,
          j + (columns - 1) * strides[1] + 1,
          y!.shape[3]!
        ]
        const read = tf.stridedSlice(padded, [0, i, j, 0], end, [1, strides[0], strides[1], 1])
        const taken = tf.mul(tf.cast(tf.equal(read, y!), "float32"), free)
        free = tf.sub(free, taken)
        sum = tf.add(sum, spread(spread(tf.mul(dy!, taken), 1, i, strides[0], height), 2, j, strides[1], width))
      }
    }
    return [cut(node, sum)]
  },
  averagePool: (node, [x]) => [pool(tf.AvgPool, { x: tf.pad(x!, paddingsOf(node)) }, node)],
  averagePoolGradient: (node, [dy]) => {
    const input = tf.pad(tf.zeros([...node.outputs[0]!.shape]), paddingsOf(node))
    return [cut(node, pool(tf.AvgPoolGrad, { dy: dy!, input }, node))]
  }
}
