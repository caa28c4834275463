import {
  abs,
  add,
  after,
  argMax,
  broadcastTo,
  cast,
  channelShuffle,
  clip,
  concat,
  constant,
  cosine,
  divide,
  equal,
  exp,
  floorMod,
  gather,
  globalAveragePool,
  globalMaxPool,
  gradients,
  groupNorm,
  hardSwish,
  layerNorm,
  leakyRelu,
  less,
  log,
  logSoftmax,
  matMul,
  maximum,
  meanAbsoluteError,
  meanSquaredError,
  minimum,
  multiply,
  oneHot,
  pad,
  power,
  randomUniform,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  relu6,
  reshape,
  resizeBilinear,
  resizeNearest,
  type Shape,
  scalar,
  sigmoid,
  sliceRows,
  softmax,
  softmaxCrossEntropy,
  split,
  sqrt,
  subtract,
  swish,
  tanh,
  transpose,
  where
} from "@ebcle/tensor"
import { int32 } from "../src/hostTensor.ts"
import {
  apart,
  bytes,
  type ConformanceCase,
  conformanceCase,
  eighths,
  floats,
  integers,
  seen,
  slice,
  withGradients
} from "./conformanceCase.ts"
import { layerCases } from "./layerCases.ts"

/** Cases that together hold every operation. */
export const conformanceCases: ReadonlyArray<ConformanceCase> = [
  conformanceCase("constant of each type", [], () => ({
    float32: constant([1.5, -2, 0.1], [3]),
    int32: constant([1, -2], [1, 2], "int32"),
    uint8: constant([0, 255], [2], "uint8"),
    bool: seen(constant([0, 1], [2], "bool"))
  })),
  conformanceCase("add, subtract, multiply, minimum of equal shapes", [floats([2, 3]), floats([2, 3])], (a, b) => ({
    add: add(a!, b!),
    subtract: subtract(a!, b!),
    multiply: multiply(a!, b!),
    minimum: minimum(a!, b!)
  })),
  conformanceCase("add, subtract, multiply, minimum, broadcast", [floats([2, 1, 3]), floats([4, 1])], (a, b) => ({
    add: add(a!, b!),
    subtract: subtract(a!, b!),
    multiply: multiply(a!, b!),
    minimum: minimum(b!, a!)
  })),
  conformanceCase("arithmetic of integers", [integers([3, 4], -9, 10), integers([4], 1, 5)], (a, b) => ({
    add: add(a!, b!),
    subtract: subtract(a!, b!),
    multiply: multiply(a!, b!),
    minimum: minimum(a!, b!),
    floorMod: floorMod(a!, b!),
    floorModOfNegative: floorMod(a!, subtract(constant([0], [1], "int32"), b!))
  })),
  conformanceCase("equal and less of floats", [eighths([8, 8]), eighths([8])], (a, b) => ({
    equal: seen(equal(a!, b!)),
    less: seen(less(a!, b!))
  })),
  conformanceCase("equal and less of integers", [integers([8], -2, 3), integers([3, 1], -2, 3)], (a, b) => ({
    equal: seen(equal(a!, b!)),
    less: seen(less(a!, b!))
  })),
  conformanceCase("power", [floats([4, 5], 3), floats([4, 5])], (a, weights) =>
    withGradients(power(add(multiply(a!, a!), scalar(0.1)), 1.7), weights!, { x: a! })
  ),
  conformanceCase("cosine", [floats([4, 5], 6), floats([4, 5])], (a, weights) =>
    withGradients(cosine(a!), weights!, { x: a! })
  ),
  conformanceCase("where", [floats([3, 4]), floats([3, 4]), floats([3, 4])], (a, b, weights) =>
    withGradients(where(less(weights!, scalar(0)), a!, b!), weights!, { a: a!, b: b! })
  ),
  conformanceCase("where, broadcast", [bytes([2, 1, 4]), bytes([3, 1]), integers([2, 1, 1], 0, 2)], (a, b, c) => ({
    bytes: where(cast(c!, "bool"), a!, b!),
    scalar: where(constant([1], [], "bool"), c!, scalar(7, "int32"))
  })),
  conformanceCase("cast", [bytes([4]), integers([4], -99, 99), eighths([16])], (a, b, c) => ({
    bytesToFloats: cast(a!, "float32"),
    bytesToIntegers: cast(a!, "int32"),
    integersToFloats: cast(b!, "float32"),
    floatsToIntegers: cast(c!, "int32"),
    floatsToBytes: cast(multiply(c!, c!), "uint8"),
    boolsToFloats: cast(less(c!, reshape(c!, [16, 1])), "float32"),
    floatsToBools: seen(cast(c!, "bool"))
  })),
  conformanceCase("relu", [eighths([4, 5]), floats([4, 5])], (a, weights) =>
    withGradients(relu(a!), weights!, { x: a! })
  ),
  conformanceCase("sigmoid", [floats([4, 5], 6), floats([4, 5])], (a, weights) =>
    withGradients(sigmoid(a!), weights!, { x: a! })
  ),
  conformanceCase("sigmoid and tanh far from zero", [floats([8], 200)], (a) => ({
    sigmoid: sigmoid(a!),
    tanh: tanh(a!)
  })),
  conformanceCase("swish", [floats([4, 5], 6), floats([4, 5])], (a, weights) =>
    withGradients(swish(a!), weights!, { x: a! })
  ),
  conformanceCase("tanh", [floats([4, 5], 3), floats([4, 5])], (a, weights) =>
    withGradients(tanh(a!), weights!, { x: a! })
  ),
  ...[
    [false, false],
    [false, true],
    [true, false],
    [true, true]
  ].map(([transposeA, transposeB]) =>
    conformanceCase(
      `matMul, transposed ${transposeA}, ${transposeB}`,
      [floats(transposeA ? [7, 4] : [4, 7]), floats(transposeB ? [5, 7] : [7, 5]), floats([4, 5])],
      (a, b, weights) => withGradients(matMul(a!, b!, transposeA, transposeB), weights!, { a: a!, b: b! })
    )
  ),
  ...layerCases,
  ...[[0], [1, 2], [0, 1, 2], []].map((axes) =>
    conformanceCase(
      `reduceSum, reduceMean and reduceMax over [${axes}]`,
      [floats([3, 4, 5]), integers([3, 4, 5], -9, 9)],
      (a, b) => ({
        sum: reduceSum(a!, axes),
        mean: reduceMean(a!, axes),
        sumOfIntegers: reduceSum(b!, axes),
        max: reduceMax(a!, axes),
        maxOfIntegers: reduceMax(b!, axes)
      })
    )
  ),
  conformanceCase("broadcastTo", [floats([3, 1]), integers([], 0, 9)], (a, b) => ({
    floats: broadcastTo(a!, [2, 3, 4]),
    integers: broadcastTo(b!, [2, 2])
  })),
  conformanceCase("reshape", [floats([2, 6]), bytes([4])], (a, b) => ({
    floats: reshape(a!, [3, 1, 4]),
    bytes: reshape(b!, [2, 2])
  })),
  conformanceCase("pad", [floats([2, 3]), floats([1, 2, 2, 3]), integers([2], 1, 9)], (a, b, c) => ({
    matrix: pad(a!, [[1, 0], [0, 2]]), // biome-ignore format: pairs belong together
    channels: pad(b!, [[0, 0], [0, 0], [0, 0], [1, 2]]), // biome-ignore format: pairs belong together
    integers: pad(c!, [[2, 1]])
  })),
  conformanceCase(
    "concat of channels",
    [floats([2, 3, 2, 3]), floats([2, 3, 2, 1]), floats([2, 3, 2, 2]), floats([2, 3, 2, 6])],
    (a, b, c, weights) => withGradients(concat([a!, b!, c!], 3), weights!, { a: a!, b: b!, c: c! })
  ),
  conformanceCase("concat of other types", [bytes([2, 2]), bytes([1, 2]), integers([3], 0, 9)], (a, b, c) => ({
    bytes: concat([a!, b!], 0),
    integers: concat([c!, c!], 0)
  })),
  conformanceCase("split, also with a part that is not used", [floats([2, 3, 6]), floats([2, 3, 3])], (a, weights) => {
    const [first, , last] = split(a!, [2, 3, 1], 2)
    return withGradients(concat([multiply(last!, last!), first!], 2), weights!, { x: a! })
  }),
  conformanceCase("split of other types", [bytes([4, 2]), integers([5], 0, 9)], (a, b) => {
    const [top, rest] = split(a!, [1, 3], 0)
    const [left, right] = split(b!, [3, 2], 0)
    return { top: top!, rest: rest!, left: left!, right: right! }
  }),
  ...(
    [
      [[1, 0], [3, 4]],
      [[0, 2, 1], [2, 4, 3]],
      [[3, 0, 2, 1], [3, 2, 5, 4]],
      [[0, 1, 3, 2], [2, 4, 3, 5]]
    ] as const // biome-ignore format: one line each
  )
    .map(([permutation, y]) => {
      const x = permutation.map((_, axis) => y[(permutation as Shape).indexOf(axis)]!)
      return conformanceCase(`transpose by [${permutation}]`, [floats(x), floats(y)], (a, weights) =>
        withGradients(transpose(a!, permutation), weights!, { x: a! })
      )
    }),
  conformanceCase("transpose of bytes", [bytes([3, 5])], (a) => ({ bytes: transpose(a!, [1, 0]) })),
  conformanceCase("channelShuffle", [floats([2, 3, 2, 12]), floats([2, 3, 2, 12])], (a, weights) =>
    withGradients(channelShuffle(a!, 3), weights!, { x: a! })
  ),
  conformanceCase("globalAveragePool", [floats([2, 5, 4, 3]), floats([2, 3])], (a, weights) =>
    withGradients(globalAveragePool(a!), weights!, { x: a! })
  ),
  conformanceCase("globalMaxPool", [eighths([2, 5, 4, 3]), floats([2, 3])], (a, weights) =>
    withGradients(globalMaxPool(a!), weights!, { x: a! })
  ),
  ...(
    [
      ["twice as large", [2, 3, 4, 3], [6, 8]],
      ["half as large", [2, 6, 8, 3], [3, 4]],
      ["by no whole factor", [2, 5, 7, 2], [8, 3]],
      ["to one pixel and from one", [2, 1, 5, 3], [4, 1]]
    ] as const
  ).flatMap(([name, x, size]) =>
    [resizeNearest, resizeBilinear].map((resize) =>
      conformanceCase(`${resize.name}, ${name}`, [floats(x), floats([2, ...size, x[3]])], (a, weights) =>
        withGradients(resize(a!, size), weights!, { x: a! })
      )
    )
  ),
  slice("every second pixel", [2, 5, 4, 3], [0, 0, 0, 0], [2, 5, 4, 3], [1, 2, 2, 1], [2, 3, 2, 3]),
  slice("an inner part by strides that do not divide it", [4, 9], [1, 2], [4, 9], [2, 3], [2, 3]),
  conformanceCase(
    "sliceRows",
    [floats([5, 2]), bytes([5, 2, 2]), integers([5], 0, 9), integers([], 2, 3)],
    (a, b, c, start) => ({
      floats: sliceRows(a!, start!, 3),
      bytes: sliceRows(b!, start!, 2),
      integers: sliceRows(c!, start!, 1)
    })
  ),
  conformanceCase(
    "gather",
    [floats([5, 2]), bytes([5, 2, 2]), integers([5], 0, 9), integers([2, 3], 0, 5)],
    (a, b, c, at) => ({
      floats: gather(a!, at!),
      bytes: gather(b!, at!),
      integers: gather(c!, at!),
      row: gather(a!, constant([4], [], "int32"))
    })
  ),
  conformanceCase(
    "gather with its gradient",
    [floats([5, 2, 3]), integers([4, 3], 0, 5), floats([4, 3, 2, 3])],
    (a, at, weights) => withGradients(gather(a!, at!), weights!, { x: a! })
  ),
  conformanceCase("oneHot, also of labels out of range", [integers([20], -2, 6)], (labels) => ({
    rows: oneHot(labels!, { depth: 4, on: 0.9, off: 0.025 })
  })),
  conformanceCase(
    "softmaxCrossEntropy",
    [floats([6, 10], 5), integers([6], 0, 10), floats([6])],
    (a, labels, weights) =>
      withGradients(softmaxCrossEntropy(a!, oneHot(labels!, { depth: 10, on: 0.91, off: 0.01 })), weights!, {
        logits: a!
      })
  ),
  {
    ...conformanceCase(
      "randomUniform",
      [int32(Int32Array.of(-2, 7)), int32(Int32Array.of(-1, -1, 3, 2 ** 31 - 1))],
      (key, counter) => ({
        one: randomUniform([], { key: key!, counter: counter! }),
        images: randomUniform([3, 5, 7], { key: key!, counter: counter! })
      })
    ),
    exact: true
  },
  conformanceCase("argMax, also of ties", [eighths([16, 10])], (a) => ({ index: argMax(a!) })),
  conformanceCase("after, of floats and integers", [floats([3, 4]), integers([3], 0, 9)], (a, b) => ({
    floats: after(a!, [b!, argMax(a!), add(b!, b!)]),
    integers: after(b!, [reduceSum(a!, [0, 1])])
  })),
  conformanceCase(
    "minimum and maximum",
    [apart([2, 1, 3], 2), apart([4, 1], 1), floats([2, 4, 3])],
    (a, b, weights) => ({
      ...withGradients(maximum(a!, b!), weights!, { a: a!, b: b! }),
      smaller: minimum(a!, b!)
    })
  ),
  conformanceCase("exp and log", [floats([3, 4], 3), apart([3, 4], 0.5), floats([3, 4])], (a, b, weights) =>
    withGradients(multiply(exp(a!), log(multiply(b!, b!))), weights!, { a: a!, b: b! })
  ),
  conformanceCase("softmax and its logarithm, also of large numbers", [eighths([2, 3, 5])], (a) => ({
    softmax: softmax(multiply(a!, scalar(16))),
    logarithm: logSoftmax(multiply(a!, scalar(16)))
  })),
  conformanceCase("softmax", [floats([2, 3, 5], 2), floats([2, 3, 5])], (a, weights) =>
    withGradients(softmax(a!), weights!, { x: a! })
  ),
  conformanceCase("logSoftmax", [floats([4, 5], 3), floats([4, 5])], (a, weights) =>
    withGradients(logSoftmax(a!), weights!, { x: a! })
  ),
  conformanceCase(
    "layer and group normalisation",
    [floats([2, 3, 2, 4]), floats([4]), floats([4]), floats([2, 3, 2, 4])],
    (a, scale, offset, weights) => ({
      layer: layerNorm(a!, scale!, offset!, { epsilon: 1e-3 }),
      ...withGradients(groupNorm(a!, scale!, offset!, { epsilon: 1e-3, groups: 2 }), weights!, { x: a!, scale: scale! })
    })
  ),
  conformanceCase("hard activations", [apart([3, 5], 2), floats([3, 5])], (a, weights) => ({
    ...withGradients(hardSwish(a!), weights!, { x: a! }),
    clipped: clip(a!, -1, 2.25),
    relu6: relu6(multiply(a!, scalar(2.5))),
    leaky: leakyRelu(a!, 0.25),
    absolute: abs(a!)
  })),
  conformanceCase("mean squared and absolute error", [floats([3, 4]), apart([3, 4], 4)], (a, b) => {
    const [slope] = gradients(meanAbsoluteError(a!, b!), [a!])
    return { squared: meanSquaredError(a!, b!), absolute: meanAbsoluteError(a!, b!), slope: slope! }
  }),
  conformanceCase("divide, sqrt", [floats([2, 1, 3]), apart([4, 1], 0.5), apart([5], 2)], (a, b, c) => ({
    divide: divide(a!, b!),
    sqrt: sqrt(multiply(c!, c!))
  }))
]
