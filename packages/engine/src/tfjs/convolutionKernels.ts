import { type ConvolutionAttributes, convolutionGroups, kernelExtent, type Node, type Shape } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"
import { spread } from "./spread.ts"

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

const extentOf = (node: Node, kernel: Shape): readonly [number, number] =>
  kernelExtent(kernel, (node.attributes as ConvolutionAttributes).dilations)

/** The kernel with zeros between its elements: tfjs's gradients know no dilation. */
const dilate = (node: Node, kernel: tf.Tensor): tf.Tensor => {
  const { dilations } = node.attributes as ConvolutionAttributes
  const extent = extentOf(node, kernel.shape)
  return spread(spread(kernel, 0, 0, dilations[0], extent[0]), 1, 0, dilations[1], extent[1])
}

/**
 * The gradient of a kernel as a matrix product for each of its elements, for backends that have no kernel for it:
 * element (i, j) is the product of the pixels that it read and of the gradient.
 */
const kernelGradientByElements = (
  x: tf.Tensor,
  dy: tf.Tensor,
  [height, width]: readonly [number, number],
  [down, right]: readonly [number, number]
): tf.Tensor => {
  const [batch, rows, columns, outputs] = dy.shape as [number, number, number, number]
  const channels = x.shape[3]!
  const pixels = batch * rows * columns
  const slopes = tf.reshape(dy, [pixels, outputs])
  const elements = Array.from({ length: height * width }, (_, at) => {
    const [i, j] = [Math.floor(at / width), at % width]
    const end = [batch, i + (rows - 1) * down + 1, j + (columns - 1) * right + 1, channels]
    const read = tf.stridedSlice(x, [0, i, j, 0], end, [1, down, right, 1])
    return tf.matMul(tf.reshape(read, [pixels, channels]), slopes, true)
  })
  return tf.reshape(tf.stack(elements), [height, width, channels, outputs])
}

/** Convolution and its two gradients. */
export const convolutionKernels: Readonly<Record<string, Kernel>> = {
  conv2d: (node, [x, kernel]) => {
    const groups = convolutionGroups(x!.shape, kernel!.shape)
    return [
      byGroup(groups, tf.pad(x!, paddingsOf(node)), dilate(node, kernel!), (image, filter) =>
        onPadded(tf.Conv2D, { x: image, filter }, node)
      )
    ]
  },
  conv2dInputGradient: (node, [dy, kernel]) => {
    const { shape } = node.outputs[0]!
    const paddings = paddingsOf(node)
    const inputShape = shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1])
    inputShape[3] = kernel!.shape[2]!
    const padded = byGroup(convolutionGroups(shape, kernel!.shape), dy!, dilate(node, kernel!), (part, filter) =>
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
    const { dilations } = node.attributes as ConvolutionAttributes
    const groups = convolutionGroups(x!.shape, shape)
    const [height, width] = extentOf(node, shape)
    const filterShape = [height, width, shape[2]!, shape[3]! / groups]
    const { strides } = node.attributes as ConvolutionAttributes
    const hasKernel = tf.getKernel(tf.Conv2DBackpropFilter, tf.getBackend()) !== undefined
    const dilated = byGroup(groups, tf.pad(x!, paddingsOf(node)), dy!, (image, part) =>
      hasKernel
        ? onPadded(tf.Conv2DBackpropFilter, { x: image, dy: part }, node, { filterShape })
        : kernelGradientByElements(image, part, [height, width], strides)
    )
    return [tf.stridedSlice(dilated, [0, 0, 0, 0], [...dilated.shape], [...dilations, 1, 1])]
  }
}
