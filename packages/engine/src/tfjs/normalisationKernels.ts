import type { BatchNormAttributes, Node } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

const batchAxes = [0, 1, 2]

const epsilonOf = (node: Node): number => (node.attributes as BatchNormAttributes).epsilon

/** 1 / σ of each channel. */
const inverseDeviation = (variance: tf.Tensor, epsilon: number) => tf.rsqrt(tf.add(variance, epsilon))

/** Batch normalisation by its formulas (Ioffe and Szegedy 2015). */
export const normalisationKernels: Readonly<Record<string, Kernel>> = {
  batchNorm: (node, [x, scale, offset]) => {
    const { mean, variance } = tf.moments(x!, batchAxes)
    const count = x!.size / mean.size
    const normalised = tf.mul(tf.sub(x!, mean), inverseDeviation(variance, epsilonOf(node)))
    const y = tf.add(tf.mul(normalised, scale!), offset!)
    return [y, mean, tf.mul(variance, count / (count - 1)), mean, variance, tf.zeros([0])]
  },
  batchNormGradient: (node, [dy, x, scale, mean, variance]) => {
    const inverse = inverseDeviation(variance!, epsilonOf(node))
    const normalised = tf.mul(tf.sub(x!, mean!), inverse)
    const dScale = tf.sum(tf.mul(dy!, normalised), batchAxes)
    const dOffset = tf.sum(dy!, batchAxes)
    const count = x!.size / mean!.size
    const alongStatistics = tf.div(tf.add(dOffset, tf.mul(normalised, dScale)), count)
    return [tf.mul(tf.sub(dy!, alongStatistics), tf.mul(scale!, inverse)), dScale, dOffset]
  },
  batchNormInference: (node, [x, scale, offset, mean, variance]) => {
    const factor = tf.mul(scale!, inverseDeviation(variance!, epsilonOf(node)))
    return [tf.add(tf.mul(tf.sub(x!, mean!), factor), offset!)]
  },
  batchNormInferenceGradient: (node, [dy, x, scale, mean, variance]) => {
    const inverse = inverseDeviation(variance!, epsilonOf(node))
    const normalised = tf.mul(tf.sub(x!, mean!), inverse)
    return [tf.mul(dy!, tf.mul(scale!, inverse)), tf.sum(tf.mul(dy!, normalised), batchAxes), tf.sum(dy!, batchAxes)]
  }
}
