import type { ConvolutionAttributes, Node, Padding, Shape } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowerOperation.ts"

/** Zeros on both sides of one axis under TensorFlow's SAME: the odd one goes after. */
const samePadding = (size: number, kernel: number, stride: number): readonly [number, number] => {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** SAME and VALID where they say the same as the explicit numbers: TensorFlow has faster kernels for them. */
const paddingAttributes = (padding: Padding, x: Shape, kernel: Shape, strides: readonly [number, number]) => {
  const is = (other: Padding) => padding.flat().join() === other.flat().join()
  const none = { explicit_paddings: attr.ints([]) }
  if (is([[0, 0], [0, 0]])) return { padding: attr.text("VALID"), ...none } // biome-ignore format: one line reads as one case
  if (is([samePadding(x[1]!, kernel[0]!, strides[0]), samePadding(x[2]!, kernel[1]!, strides[1])])) {
    return { padding: attr.text("SAME"), ...none }
  }
  return { padding: attr.text("EXPLICIT"), explicit_paddings: attr.ints([0, 0, ...padding.flat(), 0, 0]) }
}

const convolutionAttributes = (node: Node, x: Shape, kernel: Shape) => {
  const { padding, strides } = node.attributes as ConvolutionAttributes
  return {
    T: attr.type(typeOf(node)),
    strides: attr.ints([1, ...strides, 1]),
    use_cudnn_on_gpu: attr.bool(true),
    ...paddingAttributes(padding, x, kernel, strides),
    data_format: attr.text("NHWC"),
    dilations: attr.ints([1, 1, 1, 1])
  }
}

/** Convolution and its two gradients. */
export const lowerConvolution: Readonly<Record<string, Lowering>> = {
  conv2d: (node, inputs, sink) =>
    sink.add("Conv2D", {
      inputs,
      attributes: convolutionAttributes(node, node.inputs[0]!.shape, node.inputs[1]!.shape)
    }),
  conv2dInputGradient: (node, [dy, kernel], sink) => {
    const { shape } = node.outputs[0]!
    return sink.add("Conv2DBackpropInput", {
      inputs: [sink.ints(shape), kernel!, dy!],
      attributes: convolutionAttributes(node, shape, node.inputs[1]!.shape)
    })
  },
  conv2dKernelGradient: (node, [dy, x], sink) => {
    const { shape } = node.outputs[0]!
    return sink.add("Conv2DBackpropFilter", {
      inputs: [x!, sink.ints(shape), dy!],
      attributes: convolutionAttributes(node, node.inputs[1]!.shape, shape)
    })
  }
}
