import type { DType, PowerAttributes, Shape, TransposeAttributes } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { lowerNative } from "./kernels/lowerNative.ts"
import { lowerConvolution } from "./lowerConvolution.ts"
import { lowerFrozenNorm } from "./lowerFrozenNorm.ts"
import { lowerGather } from "./lowerGather.ts"
import { type Lowering, typeOf } from "./lowering.ts"
import { lowerNormalisation } from "./lowerNormalisation.ts"
import { lowerPooling } from "./lowerPooling.ts"
import { lowerRandom } from "./lowerRandom.ts"
import { lowerResize } from "./lowerResize.ts"
import { lowerSlicing } from "./lowerSlicing.ts"
import type { Reference } from "./nodeSink.ts"

const simple =
  (op: string, output: string): Lowering =>
  (node, inputs, sink) =>
    sink.add(op, { inputs, attributes: { T: attr.type(typeOf(node)) }, outputs: [output] })

/** Of an activation, by its output; TensorFlow takes the output first. */
const byOutput =
  (op: string): Lowering =>
  (node, [dy, y], sink) =>
    sink.add(op, { inputs: [y!, dy!], attributes: { T: attr.type(typeOf(node)) }, outputs: ["z"] })

const reduction =
  (op: string): Lowering =>
  (node, [x], sink) => {
    const { axes } = node.attributes as { readonly axes: ReadonlyArray<number> }
    return sink.add(op, {
      inputs: [x!, sink.ints(axes)],
      attributes: { T: attr.type(typeOf(node)), Tidx: attr.type("int32"), keep_dims: attr.bool(false) }
    })
  }

const toShape =
  (op: string, indexType: string): Lowering =>
  (node, [x], sink) =>
    sink.add(op, {
      inputs: [x!, sink.ints(node.outputs[0]!.shape)],
      attributes: { T: attr.type(typeOf(node)), [indexType]: attr.type("int32") }
    })

/** How each operation is lowered, by its name. Leaves are the affair of whoever lowers a program. */
export const lowerings: Readonly<Record<string, Lowering>> = {
  ...lowerConvolution,
  ...lowerFrozenNorm,
  ...lowerGather,
  ...lowerNormalisation,
  ...lowerPooling,
  ...lowerRandom,
  ...lowerResize,
  ...lowerSlicing,
  constant: (node, _, sink) => {
    const { dtype, shape, values } = node.attributes as { dtype: DType; shape: Shape; values: ReadonlyArray<number> }
    return [sink.constant(dtype, shape, values)]
  },
  add: simple("AddV2", "z"),
  subtract: simple("Sub", "z"),
  multiply: simple("Mul", "z"),
  divide: simple("RealDiv", "z"),
  minimum: simple("Minimum", "z"),
  maximum: simple("Maximum", "z"),
  floorMod: simple("FloorMod", "z"),
  less: simple("Less", "z"),
  equal: (node, inputs, sink) =>
    sink.add("Equal", {
      inputs,
      attributes: { T: attr.type(typeOf(node)), incompatible_shape_error: attr.bool(true) },
      outputs: ["z"]
    }),
  power: (node, [x], sink) => {
    const { exponent } = node.attributes as PowerAttributes
    return sink.add("Pow", {
      inputs: [x!, sink.constant("float32", [], [exponent])],
      attributes: { T: attr.type("float32") },
      outputs: ["z"]
    })
  },
  cosine: simple("Cos", "y"),
  where: (node, inputs, sink) => sink.add("SelectV2", { inputs, attributes: { T: attr.type(typeOf(node, 1)) } }),
  relu: simple("Relu", "activations"),
  reluGradient: simple("ReluGrad", "backprops"),
  sqrt: simple("Sqrt", "y"),
  exp: simple("Exp", "y"),
  log: simple("Log", "y"),
  softmax: simple("Softmax", "softmax"),
  logSoftmax: simple("LogSoftmax", "logsoftmax"),
  sigmoid: simple("Sigmoid", "y"),
  sigmoidGradient: byOutput("SigmoidGrad"),
  swish: (node, [x], sink) => {
    const attributes = { T: attr.type(typeOf(node)) }
    const gate = sink.one("Sigmoid", { inputs: [x!], attributes, outputs: ["y"] })
    return sink.add("Mul", { inputs: [x!, gate], attributes, outputs: ["z"] })
  },
  swishGradient: (node, [dy, x], sink) => {
    const T = typeOf(node)
    const attributes = { T: attr.type(T) }
    const binary = (op: string, a: Reference, b: Reference) =>
      sink.one(op, { inputs: [a, b], attributes, outputs: ["z"] })
    const one = sink.number(1, T)
    const gate = sink.one("Sigmoid", { inputs: [x!], attributes, outputs: ["y"] })
    // σ(x) · (1 + x · (1 - σ(x)))
    const slope = binary("Mul", gate, binary("AddV2", one, binary("Mul", x!, binary("Sub", one, gate))))
    return [binary("Mul", dy!, slope)]
  },
  tanh: simple("Tanh", "y"),
  tanhGradient: byOutput("TanhGrad"),
  cast: (node, inputs, sink) =>
    sink.add("Cast", {
      inputs,
      attributes: {
        SrcT: attr.type(typeOf(node)),
        DstT: attr.type(node.outputs[0]!.dtype),
        Truncate: attr.bool(false)
      },
      outputs: ["y"]
    }),
  reduceSum: reduction("Sum"),
  reduceMax: reduction("Max"),
  reduceMean: reduction("Mean"),
  after: (node, [x, ...others], sink) =>
    sink.add("Identity", {
      inputs: [x!],
      after: [...new Set(others.map((other) => other.split(":", 1)[0]!))],
      attributes: { T: attr.type(typeOf(node)) }
    }),
  broadcastTo: toShape("BroadcastTo", "Tidx"),
  reshape: toShape("Reshape", "Tshape"),
  transpose: (node, [x], sink) => {
    const { permutation } = node.attributes as TransposeAttributes
    return sink.add("Transpose", {
      inputs: [x!, sink.ints(permutation)],
      attributes: { T: attr.type(typeOf(node)), Tperm: attr.type("int32") },
      outputs: ["y"]
    })
  },
  matMul: (node, inputs, sink) => {
    const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean }
    return sink.add("MatMul", {
      inputs,
      attributes: {
        T: attr.type(typeOf(node)),
        transpose_a: attr.bool(transposeA),
        transpose_b: attr.bool(transposeB)
      },
      outputs: ["product"]
    })
  },
  oneHot: (node, [labels], sink) => {
    const { depth, off, on } = node.attributes as { depth: number; on: number; off: number }
    return sink.add("OneHot", {
      inputs: [
        labels!,
        sink.constant("int32", [], [depth]),
        sink.constant("float32", [], [on]),
        sink.constant("float32", [], [off])
      ],
      attributes: { T: attr.type("float32"), TI: attr.type("int32"), axis: attr.int(-1) }
    })
  },
  softmaxCrossEntropy: (_, inputs, sink) =>
    sink.add("SoftmaxCrossEntropyWithLogits", {
      inputs,
      attributes: { T: attr.type("float32") },
      outputs: ["loss", "backprop"]
    }),
  argMax: (node, [x], sink) =>
    sink.add("ArgMax", {
      inputs: [x!, sink.constant("int32", [], [1])],
      attributes: { T: attr.type(typeOf(node)), Tidx: attr.type("int32"), output_type: attr.type("int32") }
    })
}

/** The TensorFlow nodes of an operation. An operation that is not in the table is a defect of this package. */
export const lowerOperation: Lowering = (node, inputs, sink) => {
  const lowering = lowerings[node.operation.name] ?? lowerNative[node.operation.name]
  if (lowering === undefined) throw new Error(`no lowering to TensorFlow for the operation ${node.operation.name}`)
  return lowering(node, inputs, sink)
}
