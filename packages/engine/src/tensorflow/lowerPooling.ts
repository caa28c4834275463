import type { Node, PoolingAttributes, Shape } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

const poolingAttributes = (node: Node) => {
  const { strides, window } = node.attributes as PoolingAttributes
  return {
    T: attr.type(typeOf(node)),
    ksize: attr.ints([1, ...window, 1]),
    strides: attr.ints([1, ...strides, 1]),
    padding: attr.text("VALID"),
    data_format: attr.text("NHWC")
  }
}

/** The image with pixels of one value around it: SAME would leave the padding out of an average, and pads otherwise. */
const surround = (node: Node, x: Reference, value: number, sink: NodeSink): Reference => {
  const padding = (node.attributes as PoolingAttributes).padding.flat()
  if (padding.every((count) => count === 0)) return x
  const dtype = typeOf(node)
  return sink.one("PadV2", {
    inputs: [x, sink.constant("int32", [4, 2], [0, 0, ...padding, 0, 0]), sink.number(value, dtype)],
    attributes: { T: attr.type(dtype), Tpaddings: attr.type("int32") }
  })
}

/** The part of the gradient of a padded image that belongs to the image. */
const cut = (node: Node, gradient: Reference, sink: NodeSink): ReadonlyArray<Reference> => {
  const [[top], [left]] = (node.attributes as PoolingAttributes).padding
  return sink.add("Slice", {
    inputs: [gradient, sink.ints([0, top, left, 0]), sink.ints(node.outputs[0]!.shape)],
    attributes: { T: attr.type(typeOf(node)), Index: attr.type("int32") }
  })
}

const paddedShape = (node: Node): Shape => {
  const [rows, columns] = (node.attributes as PoolingAttributes).padding
  const [batch, height, width, channels] = node.outputs[0]!.shape
  return [batch!, height! + rows[0] + rows[1], width! + columns[0] + columns[1], channels!]
}

/** Pooling and its gradients. */
export const lowerPooling: Readonly<Record<string, Lowering>> = {
  maxPool: (node, [x], sink) =>
    sink.add("MaxPool", { inputs: [surround(node, x!, -Infinity, sink)], attributes: poolingAttributes(node) }),
  maxPoolGradient: (node, [dy, x, y], sink) => {
    const inputs = [surround(node, x!, -Infinity, sink), y!, dy!]
    return cut(node, sink.one("MaxPoolGrad", { inputs, attributes: poolingAttributes(node) }), sink)
  },
  averagePool: (node, [x], sink) =>
    sink.add("AvgPool", { inputs: [surround(node, x!, 0, sink)], attributes: poolingAttributes(node) }),
  averagePoolGradient: (node, [dy], sink) => {
    const inputs = [sink.ints(paddedShape(node)), dy!]
    return cut(node, sink.one("AvgPoolGrad", { inputs, attributes: poolingAttributes(node) }), sink)
  }
}
