import type { Node } from "@ebcle/tensor"
import type { Tensor } from "@tensorflow/tfjs"

/** Computes one operation with operations of tfjs; returns a tensor for each of its outputs. */
export type Kernel = (node: Node, inputs: ReadonlyArray<Tensor>) => ReadonlyArray<Tensor>
