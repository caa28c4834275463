import {
  add,
  averagePool,
  broadcastTo,
  concat,
  constant,
  conv2d,
  gather,
  gradients,
  input,
  matMul,
  maxPool,
  multiply,
  type Padding,
  pad,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  type Shape,
  sigmoid,
  softmaxCrossEntropy,
  split,
  stridedSlice,
  subtract,
  tanh,
  transpose,
  type Value
} from "@ebcle/tensor"
import { layer } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { float32, type HostTensor } from "../src/hostTensor.ts"
import { onBackend } from "../src/onBackend.ts"
import { expectClose, toBindings } from "./closeTo.ts"
import { engines } from "./engines.ts"
import { randomTensors } from "./random.ts"

/** A function of two operands written with our operations, and with those of tfjs, which differentiates it itself. */
interface Comparison {
  readonly name: string
  readonly a: Shape
  readonly b: Shape
  readonly ours: (a: Value, b: Value) => Value
  readonly theirs: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor
}

const convolution = (
  name: string,
  a: Shape,
  b: Shape,
  strides: [number, number],
  padding: Padding,
  theirPadding: "same" | "valid" | tf.backend_util.ExplicitPadding
): Comparison => ({
  name: `conv2d, ${name}`,
  a,
  b,
  ours: (x, kernel) => conv2d(x, kernel, { strides, padding }),
  theirs: (x, kernel) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, theirPadding)
})

const none = [[0, 0], [0, 0]] as const // biome-ignore format: pairs belong together
const one = [[1, 1], [1, 1]] as const // biome-ignore format: pairs belong together
const asymmetric = [[0, 2], [2, 1]] as const // biome-ignore format: pairs belong together

/** Our padding as tfjs writes it. */
const explicit = ([[top, bottom], [left, right]]: Padding): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0]
]

const hot = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
const smooth = hot.map((target) => 0.9 * target + 0.1 / 5)

const comparisons: ReadonlyArray<Comparison> = [
  convolution("valid", [2, 5, 6, 3], [3, 2, 3, 4], [1, 1], none, "valid"),
  convolution("same", [2, 5, 6, 3], [3, 3, 3, 4], [1, 1], one, "same"),
  convolution("strides 2", [2, 5, 7, 3], [3, 3, 3, 4], [2, 2], one, "same"),
  convolution("strides 2, an even size padded on both sides", [2, 6, 6, 3], [3, 3, 3, 4], [2, 2], one, explicit(one)),
  convolution("asymmetric padding", [2, 4, 5, 2], [3, 3, 2, 3], [1, 2], asymmetric, explicit(asymmetric)),
  {
    name: "conv2d, two outputs of each channel",
    a: [2, 5, 6, 3],
    b: [3, 2, 1, 6],
    ours: (x, kernel) => conv2d(x, kernel, { strides: [2, 2], padding: none }),
    theirs: (x, kernel) => tf.depthwiseConv2d(x as tf.Tensor4D, tf.reshape(kernel, [3, 2, 3, 2]), 2, "valid")
  },
  { name: "matMul", a: [4, 5], b: [5, 3], ours: (a, b) => matMul(a, b), theirs: (a, b) => tf.matMul(a, b) },
  {
    name: "matMul, both transposed",
    a: [5, 4],
    b: [3, 5],
    ours: (a, b) => matMul(a, b, true, true),
    theirs: (a, b) => tf.matMul(a, b, true, true)
  },
  {
    name: "relu of a sum",
    a: [4, 5],
    b: [5],
    ours: (a, b) => relu(add(a, b)),
    theirs: (a, b) => tf.relu(tf.add(a, b))
  },
  {
    name: "sigmoid and tanh, joined",
    a: [2, 3],
    b: [2, 2],
    ours: (a, b) => concat([sigmoid(a), tanh(b)], 1),
    theirs: (a, b) => tf.concat([tf.sigmoid(a), tf.tanh(b)], 1)
  },
  { name: "add, broadcast", a: [2, 1, 3], b: [4, 1], ours: add, theirs: tf.add },
  { name: "subtract, broadcast", a: [3], b: [2, 3], ours: subtract, theirs: tf.sub },
  { name: "multiply, broadcast", a: [2, 1, 3], b: [4, 1], ours: multiply, theirs: tf.mul },
  {
    name: "reduceMean",
    a: [2, 3, 4],
    b: [2, 4],
    ours: (a, b) => multiply(reduceMean(a, [1]), b),
    theirs: (a, b) => tf.mul(tf.mean(a, [1]), b)
  },
  {
    name: "reduceMax",
    a: [2, 3, 4],
    b: [2, 4],
    ours: (a, b) => multiply(reduceMax(a, [1]), b),
    theirs: (a, b) => tf.mul(tf.max(a, [1]), b)
  },
  {
    // Without padding: tfjs divides the gradient of padded windows by their whole size.
    name: "averagePool, VALID",
    a: [2, 7, 6, 3],
    b: [3],
    ours: (a, b) => multiply(averagePool(a, { window: [3, 2], strides: [2, 2], padding: [[0, 0], [0, 0]] }), b), // biome-ignore format: one line
    theirs: (a, b) => tf.mul(tf.avgPool(a as tf.Tensor4D, [3, 2], [2, 2], "valid"), b)
  },
  {
    name: "maxPool, VALID",
    a: [2, 7, 6, 3],
    b: [3],
    ours: (a, b) => multiply(maxPool(a, { window: [3, 2], strides: [2, 2], padding: [[0, 0], [0, 0]] }), b), // biome-ignore format: one line
    theirs: (a, b) => tf.mul(tf.maxPool(a as tf.Tensor4D, [3, 2], [2, 2], "valid"), b)
  },
  {
    name: "reduceSum",
    a: [2, 3, 4],
    b: [3],
    ours: (a, b) => multiply(reduceSum(a, [0, 2]), b),
    theirs: (a, b) => tf.mul(tf.sum(a, [0, 2]), b)
  },
  {
    name: "pad, reshape and broadcastTo",
    a: [2, 3],
    b: [5, 1],
    ours: (a, b) => multiply(reshape(pad(a, [[1, 1], [0, 2]]), [5, 4]), broadcastTo(b, [5, 4])), // biome-ignore format: one line
    theirs: (a, b) => tf.mul(tf.reshape(tf.pad(a, [[1, 1], [0, 2]]), [5, 4]), tf.broadcastTo(b, [5, 4])) // biome-ignore format: one line
  },
  {
    name: "transpose and split",
    a: [2, 5, 3],
    b: [3, 2, 2],
    ours: (a, b) => multiply(split(transpose(a, [2, 0, 1]), [2, 1, 2], 2)[2]!, b),
    theirs: (a, b) => tf.mul(tf.split(tf.transpose(a, [2, 0, 1]), [2, 1, 2], 2)[2]!, b)
  },
  {
    name: "gather",
    a: [4, 3],
    b: [5, 3],
    ours: (a, b) => multiply(gather(a, constant([2, 0, 2, 3, 2], [5], "int32")), b),
    theirs: (a, b) => tf.mul(tf.gather(a, [2, 0, 2, 3, 2]), b)
  },
  {
    // tfjs has no gradient of stridedSlice; by steps of one it is its slice.
    name: "stridedSlice by steps of one",
    a: [3, 5],
    b: [2, 3],
    ours: (a, b) => multiply(stridedSlice(a, { begin: [1, 0], end: [3, 3], strides: [1, 1] }), b),
    theirs: (a, b) => tf.mul(tf.slice(a, [1, 0], [2, 3]), b)
  },
  {
    name: "softmax cross-entropy with label smoothing",
    a: [3, 4],
    b: [4, 5],
    ours: (a, b) => softmaxCrossEntropy(matMul(a, b), constant(smooth, [3, 5])),
    theirs: (a, b) =>
      tf.losses.softmaxCrossEntropy(tf.tensor2d(hot, [3, 5]), tf.matMul(a, b), undefined, 0.1, tf.Reduction.NONE)
  }
]

const fromTfjs = (tensor: tf.Tensor): HostTensor => float32(Float32Array.from(tensor.dataSync()), tensor.shape)

/** What tfjs computes on its backend in JavaScript: the function, and the gradients of its product with `weights`. */
const theirs = ({ theirs: compute }: Comparison, given: Readonly<Record<"a" | "b" | "weights", HostTensor>>) =>
  onBackend(tf, "cpu", () => {
    const [a, b, weights] = [given.a, given.b, given.weights].map(({ data, shape }) => tf.tensor(data, [...shape]))
    const [da, db] = tf.grads(compute)([a!, b!], weights!)
    return toBindings({ da: fromTfjs(da!), db: fromTfjs(db!), y: fromTfjs(compute(a!, b!)) })
  })

const ours = ({ a, b, ours: compute }: Comparison) => {
  const [left, right] = [input("a", a), input("b", b)]
  const y = compute(left, right)
  const product = multiply(y, input("weights", y.shape))
  const [da, db] = gradients(reduceSum(product, [...y.shape.keys()]), [left, right])
  return { program: { outputs: { y, da: da!, db: db! }, updates: [] }, shape: y.shape }
}

for (const { layer: engineLayer, name } of engines) {
  layer(engineLayer)(`gradients on ${name} are those of tfjs`, (it) => {
    it.effect.each(comparisons.map((each) => [each.name, each] as const))("%s", ([, comparison]) =>
      Effect.gen(function* () {
        const { floats } = randomTensors(23)
        const { program, shape } = ours(comparison)
        const given = { a: floats(comparison.a), b: floats(comparison.b), weights: floats(shape) }
        const session = yield* (yield* Engine).open({ entryPoints: { compare: { kind: "once", program } } })
        expectClose(yield* session.run("compare", given), theirs(comparison, given), 1e-5)
      })
    )
  })
}
