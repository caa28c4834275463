import type { TensorType } from "@ebcle/tensor"
import { nativeOperation } from "./nativeOperation.ts"

/** What follows a normalisation in the same pass. */
export type Activation = "none" | "relu" | "swish"

export interface FusedNormAttributes {
  readonly epsilon: number
  readonly activation: Activation
}

const perChannel = (x: TensorType): TensorType => ({ shape: [x.shape[3]!], dtype: "float32" })

/**
 * y = activation(batchNorm(x, scale, offset) + side), of x, scale, offset and perhaps a side.
 *
 * Outputs: y; mean and unbiased variance of the batch; mean and 1 / √(variance + ε), which the gradient reads.
 */
export const fusedNorm = nativeOperation<FusedNormAttributes>("fusedNorm", ([x]) => [
  x!,
  perChannel(x!),
  perChannel(x!),
  perChannel(x!),
  perChannel(x!)
])

export interface FusedNormGradientAttributes extends FusedNormAttributes {
  /** Whether y is given: after an addition, x alone does not tell where a relu was active. */
  readonly masked: boolean
  /** Whether the gradient of what was added, or of the activation's input, is wanted too. */
  readonly side: boolean
  /** First channel of the tensor that is added to the gradient of x; undefined where there is none. */
  readonly addendChannel: number | undefined
}

/**
 * Of x, scale, offset, the two kept statistics, y where it is `masked`, and one or two gradients of y, which are
 * summed, and perhaps a tensor whose channels from `addendChannel` on are added to the gradient of x. Outputs: the
 * gradients of x, scale and offset, and of the side if it is wanted.
 */
export const fusedNormGradient = nativeOperation<FusedNormGradientAttributes>(
  "fusedNormGradient",
  ([x, scale], { side }) => [x!, scale!, scale!, ...(side ? [x!] : [])]
)
