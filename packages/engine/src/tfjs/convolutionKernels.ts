import { type ConvolutionAttributes, convolutionGroups, type Node } from "@ebcle/tensor"
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

/** tfjs knows no groups: each is computed by itself, on its share of the last axis of both operands. */
const byGroup = (
  groups: number,
  a: tf.Tensor,
  b: tf.Tensor,
  compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor
): tf.Tensor => {
  if (groups === 1) return compute(a, b)
  const parts = tf.split(b, groups, 3)
  return tf.concat(
    tf.split(a, groups, 3).map((part, i) => compute(part, parts[i]!)),
    3
  )
}

/** Convolution and its two gradients. */
export const convolutionKernels: Readonly<Record<string, Kernel>> = {
  conv2d: (node, [x, kernel]) => {
    const groups = convolutionGroups(x!.shape, kernel!.shape)
    return [
      byGroup(groups, tf.pad(x!, paddingsOf(node)), kernel!, (image, filter) =>
        onPadded(tf.Conv2D, { x: image, filter }, node)
      )
    ]
  },
  conv2dInputGradient: (node, [dy, kernel]) => {
    const { shape } = node.outputs[0]!
    const paddings = paddingsOf(node)
    const inputShape = shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1])
    inputShape[3] = kernel!.shape[2]!
    const padded = byGroup(convolutionGroups(shape, kernel!.shape), dy!, kernel!, (part, filter) =>
      onPadded(tf.Conv2DBackpropInput, { dy: part, filter }, node, { inputShape })
    )
    return [
      tf.slice(
        padded,
        paddings.map(([before]) => before),
        [...shape]
      )
    ]
  },
  conv2dKernelGradient: (node, [dy, x]) => {
    const { shape } = node.outputs[0]!
    const groups = convolutionGroups(x!.shape, shape)
    const filterShape = shape.with(3, shape[3]! / groups)
    return [
      byGroup(groups, tf.pad(x!, paddingsOf(node)), dy!, (image, part) =>
        onPadded(tf.Conv2DBackpropFilter, { x: image, dy: part }, node, { filterShape })
      )
    ]
  }
}
