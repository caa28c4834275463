import type { Operation } from "../operation.ts"
import { apply, applyAll, type Value } from "../value.ts"
import { type BatchNormAttributes, checkChannels, normalise } from "./batchNorm.ts"

export const batchNormInferenceOperation: Operation<BatchNormAttributes> = {
  name: "batchNormInference",
  precision: ["compute", "float32", "float32", "float32", "float32"],
  infer: ([x, ...perChannel]) => {
    checkChannels("batchNormInference", x!, perChannel)
    return [x!]
  },
  gradient: (node, [dy]) => {
    const [x, scale, , mean, variance] = node.inputs as [Value, Value, Value, Value, Value]
    if (dy === undefined) return node.inputs.map(() => undefined)
    return applyAll(batchNormInferenceGradientOperation, [dy, x, scale, mean, variance], node.attributes)
  },
  evaluate: ([x, scale, offset, mean, variance], { epsilon }) => [
    normalise(x!, [scale!.data, offset!.data, mean!.data, variance!.data], epsilon)
  ]
}

/** Gradients of x, scale and offset. */
export const batchNormInferenceGradientOperation: Operation<BatchNormAttributes> = {
  name: "batchNormInferenceGradient",
  precision: ["compute", "compute", "float32", "float32", "float32"],
  infer: ([dy, x, scale, mean, variance]) => {
    checkChannels("batchNormInferenceGradient", x!, [scale!, mean!, variance!])
    return [{ ...x!, dtype: dy!.dtype }, scale!, scale!]
  },
  evaluate: ([dy, x, scale, mean, variance], { epsilon }) => {
    const channels = scale!.data.length
    const dScale = new Float64Array(channels)
    const dOffset = new Float64Array(channels)
    const dx = dy!.data.map((value, i) => {
      const c = i % channels
      const inverse = 1 / Math.sqrt(variance!.data[c]! + epsilon)
      dOffset[c]! += value
      dScale[c]! += value * (x!.data[i]! - mean!.data[c]!) * inverse
      return value * scale!.data[c]! * inverse
    })
    return [dx, dScale, dOffset]
  }
}

/**
 * Batch normalisation of a float [N, H, W, C] by given statistics, float32[C] each, as scale and offset are: at test
 * time, or frozen in training. Same shape and dtype. Throws TensorError for other shapes. Source: Ioffe and Szegedy
 * 2015, section 3.1.
 *
 * Gradients flow to x, scale and offset; the statistics are taken as given, and none flows to them.
 */
export const batchNormInference = (
  x: Value,
  {
    mean,
    offset,
    scale,
    variance
  }: { readonly scale: Value; readonly offset: Value; readonly mean: Value; readonly variance: Value },
  attributes: BatchNormAttributes
): Value => apply(batchNormInferenceOperation, [x, scale, offset, mean, variance], attributes)
