import type { ConvolutionAttributes, Node, Padding, Shape } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

type Pair = readonly [number, number]

/** Zeros on both sides of one axis under TensorFlow's SAME: the odd one goes after. */
const samePadding = (size: number, kernel: number, stride: number): Pair => {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** The padding of one axis without the rows after the image that no output reads. */
const readPadding = (size: number, kernel: number, stride: number, [before, after]: Pair): Pair => {
  const outputs = Math.floor((size + before + after - kernel) / stride) + 1
  return [before, Math.max((outputs - 1) * stride + kernel - size - before, 0)]
}

/** How a convolution is written: TensorFlow's own word where there is one, else zeros around the image before VALID. */
interface Plan {
  readonly padding: "SAME" | "VALID"
  readonly zeros: Padding | undefined
}

/**
 * oneDNN takes SAME and VALID. EXPLICIT falls back to kernels that are several times slower in the backward pass (the
 * two strided convolutions of ResNet-20 then took as long as all others, in bfloat16), so zeros are added instead.
 */
const plan = (x: Shape, kernel: Shape, { padding, strides }: ConvolutionAttributes): Plan => {
  const read = [0, 1].map((axis) => readPadding(x[axis + 1]!, kernel[axis]!, strides[axis]!, padding[axis]!))
  const is = (other: ReadonlyArray<Pair>) => read.flat().join() === other.flat().join()
  if (is([0, 1].map((axis) => samePadding(x[axis + 1]!, kernel[axis]!, strides[axis]!)))) {
    return { padding: "SAME", zeros: undefined }
  }
  const zeros: Padding = [read[0]!, read[1]!]
  return { padding: "VALID", zeros: zeros.flat().some((count) => count > 0) ? zeros : undefined }
}

const convolutionAttributes = (node: Node, { padding }: Plan) => ({
  T: attr.type(typeOf(node)),
  strides: attr.ints([1, ...(node.attributes as ConvolutionAttributes).strides, 1]),
  use_cudnn_on_gpu: attr.bool(true),
  padding: attr.text(padding),
  explicit_paddings: attr.ints([]),
  data_format: attr.text("NHWC"),
  dilations: attr.ints([1, 1, 1, 1])
})

const surround = (node: Node, x: Reference, zeros: Padding | undefined, sink: NodeSink): Reference =>
  zeros === undefined
    ? x
    : sink.one("Pad", {
        inputs: [x, sink.constant("int32", [4, 2], [0, 0, ...zeros.flat(), 0, 0])],
        attributes: { T: attr.type(typeOf(node)), Tpaddings: attr.type("int32") }
      })

/** Convolution and its two gradients. */
export const lowerConvolution: Readonly<Record<string, Lowering>> = {
  conv2d: (node, [x, kernel], sink) => {
    const planned = plan(node.inputs[0]!.shape, node.inputs[1]!.shape, node.attributes as ConvolutionAttributes)
    return sink.add("Conv2D", {
      inputs: [surround(node, x!, planned.zeros, sink), kernel!],
      attributes: convolutionAttributes(node, planned)
    })
  },
  conv2dInputGradient: (node, [dy, kernel], sink) => {
    const { shape } = node.outputs[0]!
    const planned = plan(shape, node.inputs[1]!.shape, node.attributes as ConvolutionAttributes)
    const { zeros } = planned
    const padded = shape.map((size, axis) => {
      const [before, after] = zeros?.[axis - 1] ?? [0, 0]
      return size + before + after
    })
    const gradient = sink.add("Conv2DBackpropInput", {
      inputs: [sink.ints(padded), kernel!, dy!],
      attributes: convolutionAttributes(node, planned)
    })
    if (zeros === undefined) return gradient
    return sink.add("Slice", {
      inputs: [gradient[0]!, sink.ints([0, zeros[0][0], zeros[1][0], 0]), sink.ints(shape)],
      attributes: { T: attr.type(typeOf(node)), Index: attr.type("int32") }
    })
  },
  conv2dKernelGradient: (node, [dy, x], sink) => {
    const { shape } = node.outputs[0]!
    const planned = plan(node.inputs[1]!.shape, shape, node.attributes as ConvolutionAttributes)
    return sink.add("Conv2DBackpropFilter", {
      inputs: [surround(node, x!, planned.zeros, sink), sink.ints(shape), dy!],
      attributes: convolutionAttributes(node, planned)
    })
  }
}
