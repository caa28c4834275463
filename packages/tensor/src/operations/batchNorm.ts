import type { Operation, Tensor64 } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, type TensorType } from "../tensorType.ts"
import { applyAll, outputOf, type Value } from "../value.ts"

/** What is added to a variance before its root is taken. */
export interface BatchNormAttributes {
  readonly epsilon: number
}

/** Throws TensorError where x is no image, or has not these values for each of its channels. */
export const checkChannels = (name: string, x: TensorType, perChannel: ReadonlyArray<TensorType>) => {
  const channels = x.shape.at(-1)
  for (const type of perChannel) {
    if (x.shape.length !== 4 || type.shape.length !== 1 || type.shape[0] !== channels || type.dtype !== "float32") {
      throw new TensorError(name, `${showType(x)} needs float32[${channels ?? "?"}] per channel, not ${showType(type)}`)
    }
  }
}

/** Mean and biased variance of each channel of [N, H, W, C]. */
const moments = (
  x: Tensor64
): { readonly mean: Float64Array; readonly variance: Float64Array; readonly count: number } => {
  const channels = x.shape.at(-1)!
  const count = x.data.length / channels
  const mean = new Float64Array(channels)
  const variance = new Float64Array(channels)
  x.data.forEach((value, i) => {
    mean[i % channels]! += value / count
  })
  x.data.forEach((value, i) => {
    variance[i % channels]! += (value - mean[i % channels]!) ** 2 / count
  })
  return { mean, variance, count }
}

/** (x - mean) / √(variance + ε) · scale + offset, channel by channel. */
export const normalise = (
  x: Tensor64,
  [scale, offset, mean, variance]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
  epsilon: number
) => {
  const channels = x.shape.at(-1)!
  return x.data.map((value, i) => {
    const c = i % channels
    return ((value - mean[c]!) / Math.sqrt(variance[c]! + epsilon)) * scale[c]! + offset[c]!
  })
}

/**
 * Outputs: y; mean and *unbiased* variance of the batch, for moving averages; and three tensors that only the
 * gradient reads, because what an engine keeps for it is the engine's own affair.
 */
export const batchNormOperation: Operation<BatchNormAttributes> = {
  name: "batchNorm",
  precision: ["compute", "float32", "float32"],
  infer: ([x, scale, offset]) => {
    checkChannels("batchNorm", x!, [scale!, offset!])
    const statistic: TensorType = { shape: [x!.shape[3]!], dtype: "float32" }
    return [x!, statistic, statistic, statistic, statistic, { shape: [0], dtype: "float32" }]
  },
  gradient: (node, [dy, ...statistics]) => {
    const [x, scale] = node.inputs as [Value, Value]
    if (statistics.some((gradient) => gradient !== undefined)) {
      throw new TensorError("batchNorm", "gradients flow through y alone, not through the batch's statistics")
    }
    if (dy === undefined) return [undefined, undefined, undefined]
    const kept = [3, 4, 5].map((index) => outputOf(node, index))
    return applyAll(batchNormGradientOperation, [dy, x, scale, ...kept], node.attributes)
  },
  evaluate: ([x, scale, offset], { epsilon }) => {
    const { count, mean, variance } = moments(x!)
    const y = normalise(x!, [scale!.data, offset!.data, mean, variance], epsilon)
    return [y, mean, variance.map((v) => (v * count) / (count - 1)), mean, variance, new Float64Array(0)]
  }
}

export const batchNormGradientOperation: Operation<BatchNormAttributes> = {
  name: "batchNormGradient",
  precision: ["compute", "compute", "float32", "float32", "float32", "float32"],
  infer: ([dy, x, scale, mean, variance]) => {
    checkChannels("batchNormGradient", x!, [scale!, mean!, variance!])
    return [{ ...x!, dtype: dy!.dtype }, scale!, scale!]
  },
  evaluate: ([dy, x, scale], { epsilon }) => {
    const { count, mean, variance } = moments(x!)
    const channels = mean.length
    const dScale = new Float64Array(channels)
    const dOffset = new Float64Array(channels)
    const normalised = (i: number) => (x!.data[i]! - mean[i % channels]!) / Math.sqrt(variance[i % channels]! + epsilon)
    dy!.data.forEach((value, i) => {
      dOffset[i % channels]! += value
      dScale[i % channels]! += value * normalised(i)
    })
    // Ioffe and Szegedy 2015, section 3, with the three terms of the input's gradient gathered.
    const dx = dy!.data.map((value, i) => {
      const c = i % channels
      const inner = value - dOffset[c]! / count - (normalised(i) * dScale[c]!) / count
      return (scale!.data[c]! / Math.sqrt(variance[c]! + epsilon)) * inner
    })
    return [dx, dScale, dOffset]
  }
}

/** Result of batch normalisation in training: the output and the batch's statistics, all per channel. */
export interface BatchNorm {
  readonly y: Value
  readonly mean: Value
  /** Unbiased (n - 1). */
  readonly variance: Value
}

/**
 * Batch normalisation over N, H and W of a float [N, H, W, C] by the batch's own statistics; scale and offset are
 * float32[C], and so are the mean and the unbiased variance that it gives beside y. Throws TensorError for other
 * shapes.
 *
 * Source: Ioffe and Szegedy 2015, algorithm 1. Gradients flow to x, scale and offset through `y` alone: a target that
 * depends on the statistics otherwise is refused by `gradients`.
 */
export const batchNorm = (x: Value, scale: Value, offset: Value, attributes: BatchNormAttributes): BatchNorm => {
  const [y, mean, variance] = applyAll(batchNormOperation, [x, scale, offset], attributes)
  return { y: y!, mean: mean!, variance: variance! }
}
