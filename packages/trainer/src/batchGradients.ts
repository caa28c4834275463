import { gradients, inFloat32, inLayer, inPhase, reduceMean, reduceSum, type Shape, type Value } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork, type Dropping, isTrained, type Parameter } from "./buildNetwork.ts"
import { correct, crossEntropy } from "./classification.ts"
import { recomputedGradients } from "./recomputedGradients.ts"
import type { SplitBatch } from "./splitBatch.ts"

/** What a network does on a batch, and which way is down. */
export interface BatchGradients {
  /** Mean over the images, float32[]. */
  readonly loss: Value
  /** How many images it got right, float32[]. */
  readonly correct: Value
  readonly parameters: ReadonlyArray<Parameter>
  /** Of the scaled loss, with respect to the parameters that are trained, in their order. */
  readonly gradients: ReadonlyArray<Value>
  /** What the moving statistics become, by the names of their parameters. */
  readonly moved: ReadonlyMap<string, Value>
}

/** How a loss is differentiated. */
export interface Descent {
  /** Whether what is between the network's blocks is computed twice rather than kept. */
  readonly recompute: boolean
  /** float32[], what the loss is multiplied with. */
  readonly scale: Value
}

/** Applies a network to a batch and differentiates its loss. */
export const batchGradients = (
  architecture: Architecture,
  batch: SplitBatch,
  labelSmoothing: number,
  { recompute, scale }: Descent,
  tensor?: (name: string, shape: Shape) => Value,
  dropping?: Dropping
): BatchGradients => {
  const network = buildNetwork(architecture, batch.images, true, tensor, dropping)
  const { logits, moved, parameters } = network
  const loss = inLayer("loss", () => reduceMean(crossEntropy(logits, batch, labelSmoothing), [0]))
  const trained = parameters.filter(isTrained)
  const differentiated = () =>
    gradients(
      loss,
      trained.map(({ value }) => value),
      scale
    )
  // In float32: sums and steps are made of them, which are not for bfloat16.
  const slopes = inPhase("backward", () =>
    recompute ? recomputedGradients(loss, network, scale) : differentiated().map(inFloat32)
  )
  return {
    loss,
    correct: inLayer("loss", () => reduceSum(correct(logits, batch), [0])),
    parameters,
    gradients: slopes,
    moved
  }
}
