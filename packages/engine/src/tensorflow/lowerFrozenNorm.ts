import { type Shape, sizeOf } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { backwardOutputs, forwardOutputs, normAttributes } from "./fusedBatchNorm.ts"
import { type Lowering, typeOf } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

/** Channels in a vector register of oneDNN's compiled kernel; other counts take one up to five times slower. */
const lanes = 16

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/**
 * How many neighbouring pixels to take as one, so that their channels together fill the lanes: [N, H, W, C] read as
 * [N · H · W / g, 1, 1, g · C] is the same memory. 1 where nothing is gained, or the pixels do not divide.
 */
const pixelsAsOne = (shape: Shape, sink: NodeSink): number => {
  const channels = shape[3]!
  const group = lanes / commonDivisor(channels, lanes)
  return sink.device === "cpu" && (sizeOf(shape) / channels) % group === 0 ? group : 1
}

/** Between the two views of images of a shape and their values per channel; nothing is written where they are the same. */
const viewsOf = (shape: Shape, T: ReturnType<typeof attr.type>, sink: NodeSink) => {
  const group = pixelsAsOne(shape, sink)
  const channels = shape[3]!
  const float = { T: attr.type("float32") }
  const reshape = (x: Reference, to: Shape, type = T): Reference =>
    group === 1
      ? x
      : sink.one("Reshape", { inputs: [x, sink.ints(to)], attributes: { T: type, Tshape: attr.type("int32") } })
  return {
    grouped: (x: Reference) => reshape(x, [sizeOf(shape) / channels / group, 1, 1, group * channels]),
    ungrouped: (x: Reference) => reshape(x, shape),
    /** [C] -> [g · C]. */
    repeat: (perChannel: Reference) =>
      group === 1
        ? perChannel
        : sink.one("Tile", {
            inputs: [perChannel, sink.ints([group])],
            attributes: { ...float, Tmultiples: attr.type("int32") }
          }),
    /** The sum over the pixels of a group: [g · C] -> [C]. */
    fold: (columns: Reference) =>
      group === 1
        ? columns
        : sink.one("Sum", {
            inputs: [reshape(columns, [group, channels], float.T), sink.ints([0])],
            attributes: { ...float, Tidx: attr.type("int32"), keep_dims: attr.bool(false) }
          })
  }
}

/** Batch normalisation by given statistics, and its gradient, by TensorFlow's fused kernels. */
export const lowerFrozenNorm: Readonly<Record<string, Lowering>> = {
  batchNormInference: (node, [x, ...perChannel], sink) => {
    const { grouped, repeat, ungrouped } = viewsOf(node.inputs[0]!.shape, attr.type(typeOf(node)), sink)
    const y = sink.one("FusedBatchNormV3", {
      inputs: [grouped(x!), ...perChannel.map(repeat)],
      attributes: { ...normAttributes(node, false), exponential_avg_factor: attr.float(1) },
      outputs: forwardOutputs
    })
    return [ungrouped(y)]
  },
  batchNormInferenceGradient: (node, [dy, x, ...perChannel], sink) => {
    const { fold, grouped, repeat, ungrouped } = viewsOf(node.inputs[1]!.shape, attr.type(typeOf(node)), sink)
    const [dx, dScale, dOffset] = sink.add("FusedBatchNormGradV3", {
      inputs: [grouped(dy!), grouped(x!), ...perChannel.map(repeat), sink.constant("float32", [0], [])],
      attributes: normAttributes(node, false),
      outputs: backwardOutputs
    })
    return [ungrouped(dx!), fold(dScale!), fold(dOffset!)]
  }
}
