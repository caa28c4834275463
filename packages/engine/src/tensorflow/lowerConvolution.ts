import {
  type ConvolutionAttributes,
  kernelExtent,
  type Node,
  type Padding,
  type Shape,
  sameShape,
  type Value
} from "@ebcle/tensor"
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

/** How a convolution is written in TensorFlow. */
interface Plan {
  /** TensorFlow's own word where there is one, else zeros around the image before VALID. */
  readonly padding: "SAME" | "VALID"
  readonly zeros: Padding | undefined
  readonly operations: keyof typeof operations
  /** The kernel as those operations hold it. */
  readonly kernel: Shape
}

/**
 * Conv2D takes any groups and dilations, and so do its gradients under oneDNN and cuDNN. For a group to each channel a
 * GPU has kernels of its own, which know equal strides and no dilation; on a processor they take twice as long as
 * oneDNN's under Conv2D in float32, and no less in bfloat16.
 */
const isDepthwise = (x: Shape, kernel: Shape, attributes: ConvolutionAttributes, sink: NodeSink): boolean => {
  const { dilations, strides } = attributes
  const known = strides[0] === strides[1] && dilations.every((dilation) => dilation === 1)
  return sink.device === "gpu" && known && kernel[2] === 1 && x[3]! > 1
}

/**
 * oneDNN takes SAME and VALID. EXPLICIT falls back to kernels that are several times slower in the backward pass (the
 * two strided convolutions of ResNet-20 then took as long as all others, in bfloat16), so zeros are added instead.
 */
const plan = (x: Shape, kernel: Shape, attributes: ConvolutionAttributes, sink: NodeSink): Plan => {
  const { dilations, padding, strides } = attributes
  const [height, width, , outputs] = kernel as [number, number, number, number]
  const written = isDepthwise(x, kernel, attributes, sink)
    ? ({ operations: "depthwise", kernel: [height, width, x[3]!, outputs / x[3]!] } as const)
    : ({ operations: "grouped", kernel } as const)
  const extent = kernelExtent(kernel, dilations)
  const read = [0, 1].map((axis) => readPadding(x[axis + 1]!, extent[axis]!, strides[axis]!, padding[axis]!))
  const is = (other: ReadonlyArray<Pair>) => read.flat().join() === other.flat().join()
  if (is([0, 1].map((axis) => samePadding(x[axis + 1]!, extent[axis]!, strides[axis]!)))) {
    return { ...written, padding: "SAME", zeros: undefined }
  }
  const zeros: Padding = [read[0]!, read[1]!]
  return { ...written, padding: "VALID", zeros: zeros.flat().some((count) => count > 0) ? zeros : undefined }
}

const operations = {
  grouped: { forward: "Conv2D", input: "Conv2DBackpropInput", kernel: "Conv2DBackpropFilter" },
  depthwise: {
    forward: "DepthwiseConv2dNative",
    input: "DepthwiseConv2dNativeBackpropInput",
    kernel: "DepthwiseConv2dNativeBackpropFilter"
  }
}

const convolutionAttributes = (node: Node, { operations, padding }: Plan) => ({
  T: attr.type(typeOf(node)),
  strides: attr.ints([1, ...(node.attributes as ConvolutionAttributes).strides, 1]),
  padding: attr.text(padding),
  explicit_paddings: attr.ints([]),
  data_format: attr.text("NHWC"),
  dilations: attr.ints([1, ...(node.attributes as ConvolutionAttributes).dilations, 1]),
  ...(operations === "grouped" ? { use_cudnn_on_gpu: attr.bool(true) } : {})
})

const surround = (node: Node, x: Reference, zeros: Padding | undefined, sink: NodeSink): Reference =>
  zeros === undefined
    ? x
    : sink.one("Pad", {
        inputs: [x, sink.constant("int32", [4, 2], [0, 0, ...zeros.flat(), 0, 0])],
        attributes: { T: attr.type(typeOf(node)), Tpaddings: attr.type("int32") }
      })

const reshape = (node: Node, kernel: Reference, from: Shape, to: Shape, sink: NodeSink): Reference =>
  sameShape(from, to)
    ? kernel
    : sink.one("Reshape", {
        inputs: [kernel, sink.ints(to)],
        attributes: { T: attr.type(typeOf(node)), Tshape: attr.type("int32") }
      })

/** Convolution and its two gradients. */
export const lowerConvolution: Readonly<Record<string, Lowering>> = {
  conv2d: (node, [x, kernel], sink) => {
    const [image, { shape }] = node.inputs as [Value, Value]
    const planned = plan(image.shape, shape, node.attributes as ConvolutionAttributes, sink)
    return sink.add(operations[planned.operations].forward, {
      inputs: [surround(node, x!, planned.zeros, sink), reshape(node, kernel!, shape, planned.kernel, sink)],
      attributes: convolutionAttributes(node, planned)
    })
  },
  conv2dInputGradient: (node, [dy, kernel], sink) => {
    const { shape } = node.outputs[0]!
    const kernelShape = node.inputs[1]!.shape
    const planned = plan(shape, kernelShape, node.attributes as ConvolutionAttributes, sink)
    const { zeros } = planned
    const padded = shape.map((size, axis) => {
      const [before, after] = zeros?.[axis - 1] ?? [0, 0]
      return size + before + after
    })
    const gradient = sink.add(operations[planned.operations].input, {
      inputs: [sink.ints(padded), reshape(node, kernel!, kernelShape, planned.kernel, sink), dy!],
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
    const planned = plan(node.inputs[1]!.shape, shape, node.attributes as ConvolutionAttributes, sink)
    const gradient = sink.one(operations[planned.operations].kernel, {
      inputs: [surround(node, x!, planned.zeros, sink), sink.ints(planned.kernel), dy!],
      attributes: convolutionAttributes(node, planned)
    })
    return [reshape(node, gradient, planned.kernel, shape, sink)]
  }
}
