import type { BatchNormAttributes, Node } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowerOperation.ts"

const normAttributes = (node: Node, training: boolean) => ({
  T: attr.type(typeOf(node)),
  U: attr.type("float32"),
  epsilon: attr.float((node.attributes as BatchNormAttributes).epsilon),
  data_format: attr.text("NHWC"),
  is_training: attr.bool(training)
})

const forwardOutputs = ["y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2", "reserve_space_3"]

/** Batch normalisation by TensorFlow's fused kernels. */
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
      .add("FusedBatchNormGradV3", {
        inputs,
        attributes: normAttributes(node, true),
        outputs: ["x_backprop", "scale_backprop", "offset_backprop", "reserve_space_4", "reserve_space_5"]
      })
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
