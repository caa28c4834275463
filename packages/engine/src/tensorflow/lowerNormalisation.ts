import { attr } from "./attributes.ts"
import { backwardOutputs, forwardOutputs, normAttributes } from "./fusedBatchNorm.ts"
import type { Lowering } from "./lowering.ts"

/** Batch normalisation by TensorFlow's own kernels: on a GPU, and where ours are not there. */
export const lowerNormalisation: Readonly<Record<string, Lowering>> = {
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
      .slice(0, 3)
}
