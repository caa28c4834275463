import type { ConvolutionAttributes, Node, Shape } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

const attributesOf = (node: Node) => {
  const { padding, strides } = node.attributes as ConvolutionAttributes
  const paddings: Array<[number, number]> = [[0, 0], [...padding[0]], [...padding[1]], [0, 0]]
  // Padded by us: one way for all paddings, where tfjs has a code path for each kind.
  const kernelAttributes = { strides: [...strides], pad: "valid", dataFormat: "NHWC", dilations: [1, 1] }
  return { paddings, kernelAttributes }
}

/** Convolution and its two gradients. */
export const convolutionKernels: Readonly<Record<string, Kernel>> = {
  conv2d: (node, [x, filter]) => {
    const { kernelAttributes, paddings } = attributesOf(node)
    return [
      tf.engine().runKernel(tf.Conv2D, { x: tf.pad(x!, paddings), filter: filter! }, kernelAttributes) as tf.Tensor
    ]
  },
  conv2dInputGradient: (node, [dy, filter]) => {
    const { kernelAttributes, paddings } = attributesOf(node)
    const { shape } = node.outputs[0]!
    const inputShape: Shape = shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1])
    const padded = tf
      .engine()
      .runKernel(
        tf.Conv2DBackpropInput,
        { dy: dy!, filter: filter! },
        { ...kernelAttributes, inputShape: [...inputShape] }
      ) as tf.Tensor
    const begin = paddings.map(([before]) => before)
    return [tf.slice(padded, begin, [...shape])]
  },
  conv2dKernelGradient: (node, [dy, x]) => {
    const { kernelAttributes, paddings } = attributesOf(node)
    const gradient = tf
      .engine()
      .runKernel(
        tf.Conv2DBackpropFilter,
        { x: tf.pad(x!, paddings), dy: dy! },
        { ...kernelAttributes, filterShape: [...node.outputs[0]!.shape] }
      )
    return [gradient as tf.Tensor]
  }
}
