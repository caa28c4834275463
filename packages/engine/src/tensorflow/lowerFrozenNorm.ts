import { attr } from "./attributes.ts"
import { backwardOutputs, forwardOutputs, normAttributes } from "./fusedBatchNorm.ts"
import type { Lowering } from "./lowering.ts"

/** Batch normalisation by given statistics, and its gradient, by TensorFlow's fused kernels. */
export const lowerFrozenNorm: Readonly<Record<string, Lowering>> = {
  batchNormInference: (node, inputs, sink) =>
    sink
      .add("FusedBatchNormV3", {
        inputs,
        attributes: { ...normAttributes(node, false), exponential_avg_factor: attr.float(1) },
        outputs: forwardOutputs
      })
      .slice(0, 1),
  batchNormInferenceGradient: (node, inputs, sink) =>
    sink
      .add("FusedBatchNormGradV3", {
        inputs: [...inputs, sink.constant("float32", [0], [])],
        attributes: normAttributes(node, false),
        outputs: backwardOutputs
      })
      .slice(0, 3)
}
