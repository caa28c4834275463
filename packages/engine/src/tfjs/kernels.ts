import {
  type ConstantAttributes,
  type DType,
  isHalf,
  type MatMulAttributes,
  type Node,
  type OneHotAttributes,
  type PowerAttributes,
  type ReduceAttributes
} from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import { convolutionKernels } from "./convolutionKernels.ts"
import type { Kernel } from "./kernel.ts"
import { normalisationKernels } from "./normalisationKernels.ts"
import { poolingKernels } from "./poolingKernels.ts"
import { randomKernels } from "./randomKernels.ts"
import { resizeKernels } from "./resizeKernels.ts"
import { slicingKernels } from "./slicingKernels.ts"

/** The element type by which tfjs holds one of ours: bytes are kept as int32. */
export const tfjsType = (dtype: DType): "float32" | "int32" | "bool" => {
  if (isHalf(dtype)) throw new TypeError(`tfjs has no ${dtype}`)
  return dtype === "uint8" ? "int32" : dtype
}

const binary =
  (compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Kernel =>
  (_, [a, b]) => [compute(a!, b!)]

const axesOf = (node: Node): Array<number> => [...(node.attributes as ReduceAttributes).axes]

/** How each operation is computed, by its name. Variables and inputs are the affair of whoever runs a program. */
export const kernels: Readonly<Record<string, Kernel>> = {
  ...convolutionKernels,
  ...normalisationKernels,
  ...poolingKernels,
  ...randomKernels,
  ...resizeKernels,
  ...slicingKernels,
  constant: (node) => {
    const { dtype, shape, values } = node.attributes as ConstantAttributes
    return [tf.tensor([...values], [...shape], tfjsType(dtype))]
  },
  add: binary(tf.add),
  subtract: binary(tf.sub),
  multiply: binary(tf.mul),
  divide: binary(tf.div),
  minimum: binary(tf.minimum),
  maximum: binary(tf.maximum),
  floorMod: binary(tf.mod),
  equal: binary(tf.equal),
  less: binary(tf.less),
  power: (node, [x]) => [tf.pow(x!, (node.attributes as PowerAttributes).exponent)],
  cosine: (_, [x]) => [tf.cos(x!)],
  where: (_, [condition, a, b]) => [tf.where(condition!, a!, b!)],
  relu: (_, [x]) => [tf.relu(x!)],
  reluGradient: (_, [dy, y]) => [tf.where(tf.greater(y!, 0), dy!, tf.zerosLike(dy!))],
  sqrt: (_, [x]) => [tf.sqrt(x!)],
  exp: (_, [x]) => [tf.exp(x!)],
  log: (_, [x]) => [tf.log(x!)],
  softmax: (_, [x]) => [tf.softmax(x!)],
  logSoftmax: (_, [x]) => [tf.logSoftmax(x!)],
  sigmoid: (_, [x]) => [tf.sigmoid(x!)],
  sigmoidGradient: (_, [dy, y]) => [tf.mul(dy!, tf.mul(y!, tf.sub(1, y!)))],
  swish: (_, [x]) => [tf.mul(x!, tf.sigmoid(x!))],
  swishGradient: (_, [dy, x]) => {
    const gate = tf.sigmoid(x!)
    return [tf.mul(dy!, tf.mul(gate, tf.add(1, tf.mul(x!, tf.sub(1, gate)))))]
  },
  tanh: (_, [x]) => [tf.tanh(x!)],
  tanhGradient: (_, [dy, y]) => [tf.mul(dy!, tf.sub(1, tf.square(y!)))],
  cast: (node, [x]) => {
    const type = tfjsType(node.outputs[0]!.dtype)
    // WebAssembly makes other bytes than 0 and 1 of floats.
    return [type === "bool" && x!.dtype !== "bool" ? tf.notEqual(x!, 0) : tf.cast(x!, type)]
  },
  reduceSum: (node, [x]) => [tf.sum(x!, axesOf(node))],
  reduceMax: (node, [x]) => [tf.max(x!, axesOf(node))],
  reduceMean: (node, [x]) => [tf.mean(x!, axesOf(node))],
  // Operations run one after another as it is.
  after: (_, [x]) => [x!],
  broadcastTo: (node, [x]) => [tf.broadcastTo(x!, [...node.outputs[0]!.shape])],
  reshape: (node, [x]) => [tf.reshape(x!, [...node.outputs[0]!.shape])],
  matMul: (node, [a, b]) => {
    const { transposeA, transposeB } = node.attributes as MatMulAttributes
    return [tf.matMul(a!, b!, transposeA, transposeB)]
  },
  oneHot: (node, [labels]) => {
    const { depth, off, on } = node.attributes as OneHotAttributes
    const chosen = tf.equal(tf.expandDims(labels!, -1), tf.range(0, depth, 1, "int32"))
    return [tf.where(chosen, tf.scalar(on), tf.scalar(off))]
  },
  softmaxCrossEntropy: (_, [logits, targets]) => {
    const logProbabilities = tf.logSoftmax(logits!)
    return [tf.neg(tf.sum(tf.mul(targets!, logProbabilities), 1)), tf.sub(tf.exp(logProbabilities), targets!)]
  },
  argMax: (_, [x]) => [tf.argMax(x!, 1)]
}
