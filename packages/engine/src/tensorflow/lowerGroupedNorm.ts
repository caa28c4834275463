import { type BatchNormAttributes, type Node, type Shape, sizeOf } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { backwardOutputs, forwardOutputs, normAttributes } from "./fusedBatchNorm.ts"
import { typeOf } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

/** Channels in a vector register of oneDNN's compiled batch norm; other counts take a kernel up to 13 times slower. */
const lanes = 16

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/**
 * How many neighbouring pixels to take as one, so that their channels together fill the lanes: [N, H, W, C] read as
 * [N · H · W / g, 1, 1, g · C] is the same memory. 1 where nothing is gained, or the pixels do not divide.
 */
export const groupedChannels = (shape: Shape): number => {
  const channels = shape[3]!
  const group = lanes / commonDivisor(channels, lanes)
  return (sizeOf(shape) / channels) % group === 0 ? group : 1
}

type GroupedLowering = (
  node: Node,
  inputs: ReadonlyArray<Reference>,
  sink: NodeSink,
  group: number
) => ReadonlyArray<Reference>

/** Small float32 arithmetic on statistics, and the change between the two views of an image. */
const toolsFor = (node: Node, shape: Shape, group: number, sink: NodeSink) => {
  const channels = shape[3]!
  const pixels = sizeOf(shape) / channels
  const T = attr.type(typeOf(node))
  const float = { T: attr.type("float32") }
  const reshape = (x: Reference, to: Shape, attributes: { readonly T: typeof T }) =>
    sink.one("Reshape", { inputs: [x, sink.ints(to)], attributes: { ...attributes, Tshape: attr.type("int32") } })
  const binary = (op: string) => (a: Reference, b: Reference) =>
    sink.one(op, { inputs: [a, b], attributes: float, outputs: ["z"] })
  const fold = (op: string) => (columns: Reference) =>
    sink.one(op, {
      inputs: [reshape(columns, [group, channels], float), sink.ints([0])],
      attributes: { ...float, Tidx: attr.type("int32"), keep_dims: attr.bool(false) }
    })
  return {
    pixels,
    grouped: (x: Reference) => reshape(x, [pixels / group, 1, 1, group * channels], { T }),
    ungrouped: (x: Reference) => reshape(x, shape, { T }),
    add: binary("AddV2"),
    subtract: binary("Sub"),
    multiply: binary("Mul"),
    number: (value: number) => sink.constant("float32", [], [value]),
    columns: (value: number) => sink.constant("float32", [group * channels], new Array(group * channels).fill(value)),
    rsqrt: (x: Reference) => sink.one("Rsqrt", { inputs: [x], attributes: float, outputs: ["y"] }),
    /** Sum, or mean, over the pixels of a group: [g · C] -> [C]. */
    sum: fold("Sum"),
    mean: fold("Mean"),
    /** [C] -> [g · C]. */
    repeat: (perChannel: Reference) =>
      sink.one("Tile", {
        inputs: [perChannel, sink.ints([group])],
        attributes: { ...float, Tmultiples: attr.type("int32") }
      }),
    /** (x - mean) / √(variance + ε) · scale + offset on grouped pixels. */
    normalise: (inputs: ReadonlyArray<Reference>) =>
      sink.one("FusedBatchNormV3", {
        inputs,
        attributes: { ...normAttributes(node, false), exponential_avg_factor: attr.float(1) },
        outputs: forwardOutputs
      })
  }
}

/** Batch normalisation with several pixels taken as one (ours; equal to the plain form but for rounding). */
export const lowerGroupedNorm: Readonly<Record<string, GroupedLowering>> = {
  batchNorm: (node, [x, scale, offset], sink, group) => {
    const t = toolsFor(node, node.inputs[0]!.shape, group, sink)
    const pixels = t.grouped(x!)
    const empty = sink.constant("float32", [0], [])
    // The statistics of the columns; the normalised images that come with them are not used.
    const columns = sink.add("FusedBatchNormV3", {
      inputs: [pixels, t.columns(1), t.columns(0), empty, empty],
      attributes: { ...normAttributes(node, true), exponential_avg_factor: attr.float(1) },
      outputs: forwardOutputs
    })
    const [columnMean, columnVariance] = [columns[3]!, columns[4]!]
    const mean = t.mean(columnMean)
    const repeatedMean = t.repeat(mean)
    const deviation = t.subtract(columnMean, repeatedMean)
    // Variance of a whole: mean of the variances of its parts, and variance of their means.
    const variance = t.add(t.mean(columnVariance), t.mean(t.multiply(deviation, deviation)))
    const y = t.normalise([pixels, t.repeat(scale!), t.repeat(offset!), repeatedMean, t.repeat(variance)])
    const unbiased = t.multiply(variance, t.number(t.pixels / (t.pixels - 1)))
    return [t.ungrouped(y), mean, unbiased, mean, variance, empty]
  },
  batchNormGradient: (node, [dy, x, scale, mean, variance, none], sink, group) => {
    const t = toolsFor(node, node.inputs[1]!.shape, group, sink)
    const { epsilon } = node.attributes as BatchNormAttributes
    const pixels = t.grouped(x!)
    // With statistics taken as given: dy · scale / σ, and the sums of dy · x̂ and of dy.
    const [direct, columnScale, columnOffset] = sink.add("FusedBatchNormGradV3", {
      inputs: [t.grouped(dy!), pixels, t.repeat(scale!), t.repeat(mean!), t.repeat(variance!), none!],
      attributes: normAttributes(node, false),
      outputs: backwardOutputs
    })
    const dScale = t.sum(columnScale!)
    const dOffset = t.sum(columnOffset!)
    // What the batch's own statistics add is linear in x: -scale / (σ n) · (dOffset + x̂ · dScale).
    const inverse = t.rsqrt(t.add(variance!, t.number(epsilon)))
    const factor = t.multiply(t.multiply(scale!, inverse), t.number(-1 / t.pixels))
    const through = t.normalise([
      pixels,
      t.repeat(t.multiply(factor, dScale)),
      t.repeat(t.multiply(factor, dOffset)),
      t.repeat(mean!),
      t.repeat(variance!)
    ])
    const dx = sink.one("AddV2", {
      inputs: [direct!, through],
      attributes: { T: attr.type(typeOf(node)) },
      outputs: ["z"]
    })
    return [t.ungrouped(dx), dScale, dOffset]
  },
  batchNormInference: (node, [x, ...perChannel], sink, group) => {
    const t = toolsFor(node, node.inputs[0]!.shape, group, sink)
    return [t.ungrouped(t.normalise([t.grouped(x!), ...perChannel.map(t.repeat)]))]
  }
}
