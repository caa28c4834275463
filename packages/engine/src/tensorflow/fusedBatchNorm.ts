import type { BatchNormAttributes, Node } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { typeOf } from "./lowering.ts"

/** Attributes of TensorFlow's fused batch norm, forward and backward. */
export const normAttributes = (node: Node, training: boolean) => ({
  T: attr.type(typeOf(node)),
  U: attr.type("float32"),
  epsilon: attr.float((node.attributes as BatchNormAttributes).epsilon),
  data_format: attr.text("NHWC"),
  is_training: attr.bool(training)
})

/** Output arguments of `FusedBatchNormV3`. */
export const forwardOutputs = [
  "y",
  "batch_mean",
  "batch_variance",
  "reserve_space_1",
  "reserve_space_2",
  "reserve_space_3"
]

/** Output arguments of `FusedBatchNormGradV3`. */
export const backwardOutputs = ["x_backprop", "scale_backprop", "offset_backprop", "reserve_space_4", "reserve_space_5"]
