import type { DType, Node } from "@ebcle/tensor"
import type { NodeSink, Reference } from "./nodeSink.ts"

/** Writes the TensorFlow nodes of one operation; returns a reference for each of its outputs. */
export type Lowering = (node: Node, inputs: ReadonlyArray<Reference>, sink: NodeSink) => ReadonlyArray<Reference>

/** Element type of an operand, which most TensorFlow operations state as their attribute `T`. */
export const typeOf = (node: Node, input = 0): DType => node.inputs[input]!.dtype
