import { attr } from "./attributes.ts"
import { backwardOutputs, forwardOutputs, normAttributes } from "./fusedBatchNorm.ts"
import { groupedChannels, lowerGroupedNorm } from "./lowerGroupedNorm.ts"
import type { Lowering } from "./lowering.ts"

const fused: Readonly<Record<string, Lowering>> = {
  batchNorm: (node, [x, scale, offset], sink) => {
    const empty = sink.constant("float32", [0], [])
    return sink.add("FusedBatchNormV3", {
      inputs: [x!, scale!, offset!, empty, empty],
      attributes: { ...normAttributes(node, true), exponential_avg_factor: attr.float(1) },
      outputs: forwardOutputs
    })
  },
  batchNormGradient: (node, inputs, sink) =>
    sink
      .add("FusedBatchNormGradV3", { inputs, attributes: normAttributes(node, true), outputs: backwardOutputs })
      .slice(0, 3),
  batchNormInference: (node, inputs, sink) =>
    sink
      .add("FusedBatchNormV3", {
        inputs,
        attributes: { ...normAttributes(node, false), exponential_avg_factor: attr.float(1) },
        outputs: forwardOutputs
      })
      .slice(0, 1)
}

/** Batch normalisation by TensorFlow's fused kernels, over groups of pixels where that is what makes them fast. */
export const lowerNormalisation: Readonly<Record<string, Lowering>> = Object.fromEntries(
  Object.entries(fused).map(([name, lowering]): [string, Lowering] => [
    name,
    (node, inputs, sink) => {
      const x = node.inputs[name === "batchNormGradient" ? 1 : 0]!
      const group = sink.device === "cpu" ? groupedChannels(x.shape) : 1
      return group === 1 ? lowering(node, inputs, sink) : lowerGroupedNorm[name]!(node, inputs, sink, group)
    }
  ])
)
