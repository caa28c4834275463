import type { ConvolutionAttributes, Node } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

/** Runs one of tfjs's convolution kernels on an image that has its zeros around it. */
const onPadded = (
  kernel: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  node: Node,
  operandShape: Readonly<Record<string, Array<number>>> = {}
): tf.Tensor => {
  const strides = [...(node.attributes as ConvolutionAttributes).strides]
  const attributes = { strides, pad: "valid", dataFormat: "NHWC", dilations: [1, 1], ...operandShape }
  return tf.engine().runKernel(kernel, inputs, attributes) as tf.Tensor
}

const paddingsOf = (node: Node): Array<[number, number]> => {
  const [rows, columns] = (node.attributes as ConvolutionAttributes).padding
  return [[0, 0], [...rows], [...columns], [0, 0]]
}

/** Convolution and its two gradients. */
export const convolutionKernels: Readonly<Record<string, Kernel>> = {
  conv2d: (node, [x, filter]) => [onPadded(tf.Conv2D, { x: tf.pad(x!, paddingsOf(node)), filter: filter! }, node)],
  conv2dInputGradient: (node, [dy, filter]) => {
    const { shape } = node.outputs[0]!
    const paddings = paddingsOf(node)
    const inputShape = shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1])
    const padded = onPadded(tf.Conv2DBackpropInput, { dy: dy!, filter: filter! }, node, { inputShape })
    return [
      tf.slice(
        padded,
        paddings.map(([before]) => before),
        [...shape]
      )
    ]
  },
  conv2dKernelGradient: (node, [dy, x]) => {
    const filterShape = [...node.outputs[0]!.shape]
    return [onPadded(tf.Conv2DBackpropFilter, { x: tf.pad(x!, paddingsOf(node)), dy: dy! }, node, { filterShape })]
  }
}
