import type { Node, PoolingAttributes } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

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
  maxPoolGradient: (node, [dy, x, y]) => {
    const input = tf.pad(x!, paddingsOf(node), -Infinity)
    return [cut(node, pool(tf.MaxPoolGrad, { dy: dy!, input, output: y! }, node))]
  },
  averagePool: (node, [x]) => [pool(tf.AvgPool, { x: tf.pad(x!, paddingsOf(node)) }, node)],
  averagePoolGradient: (node, [dy]) => {
    const input = tf.pad(tf.zeros([...node.outputs[0]!.shape]), paddingsOf(node))
    return [cut(node, pool(tf.AvgPoolGrad, { dy: dy!, input }, node))]
  }
}
