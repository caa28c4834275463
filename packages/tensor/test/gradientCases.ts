import { sigmoid, swish, tanh } from "../src/operations/activations.ts"
import { after } from "../src/operations/after.ts"
import { batchNorm } from "../src/operations/batchNorm.ts"
import { batchNormInference } from "../src/operations/batchNormInference.ts"
import { broadcastTo } from "../src/operations/broadcast.ts"
import { channelShuffle } from "../src/operations/channelShuffle.ts"
import { softmaxCrossEntropy } from "../src/operations/classification.ts"
import { concat, split } from "../src/operations/concat.ts"
import { conv2d } from "../src/operations/conv2d.ts"
import type { Padding } from "../src/operations/convolutionGeometry.ts"
import { cosine } from "../src/operations/cosine.ts"
import { add, cast, divide, maximum, minimum, multiply, relu, sqrt, subtract } from "../src/operations/elementwise.ts"
import { exp, log } from "../src/operations/exponential.ts"
import { gather, gatherGradientOperation } from "../src/operations/gather.ts"
import { globalAveragePool, globalMaxPool } from "../src/operations/globalPooling.ts"
import { constant, scalar } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { pad } from "../src/operations/pad.ts"
import { averagePool, maxPool } from "../src/operations/pooling.ts"
import { power } from "../src/operations/power.ts"
import { reduceMean, reduceSum } from "../src/operations/reduce.ts"
import { reduceMax } from "../src/operations/reduceMax.ts"
import { reshape } from "../src/operations/reshape.ts"
import { resizeBilinear, resizeNearest } from "../src/operations/resize.ts"
import { logSoftmax, softmax } from "../src/operations/softmax.ts"
import { stridedSlice, stridedSliceGradientOperation } from "../src/operations/stridedSlice.ts"
import { transpose } from "../src/operations/transpose.ts"
import { where } from "../src/operations/where.ts"
import type { Shape } from "../src/tensorType.ts"
import { apply, type Value } from "../src/value.ts"

/** One setting of an operation: operands of the given shapes go in, a float32 value of any shape comes out. */
export interface GradientCase {
  readonly operation: string
  readonly setting: string
  readonly shapes: ReadonlyArray<Shape>
  readonly build: (...operands: ReadonlyArray<Value>) => Value
}

type Build = (...operands: Array<Value>) => Value

const gradientCase = (
  operation: string,
  setting: string,
  shapes: ReadonlyArray<Shape>,
  build: Build
): GradientCase => ({
  operation,
  setting,
  shapes,
  build: build as GradientCase["build"]
})

const broadcasts = (operation: string, build: (a: Value, b: Value) => Value): ReadonlyArray<GradientCase> =>
  (
    [
      ["equal shapes", [2, 3], [2, 3]],
      ["the right one repeats", [2, 2, 3], [3]],
      ["the left one repeats", [1, 3], [2, 2, 3]],
      ["both repeat", [2, 1, 3], [4, 1]],
      ["a scalar repeats", [], [2, 3]]
    ] as const
  ).map(([setting, a, b]) => gradientCase(operation, setting, [a, b], build as Build))

type Pair = readonly [number, number]

const convolutions = (
  [
    ["valid", [1, 1], [[0, 0], [0, 0]], [2, 4, 3, 2], [3, 2, 2, 3]],
    ["same", [1, 1], [[1, 1], [1, 1]], [2, 3, 3, 1], [3, 3, 1, 2]],
    ["strides 2", [2, 2], [[1, 1], [1, 1]], [1, 5, 4, 2], [3, 3, 2, 2]],
    ["strides 1 and 2, last column not read", [1, 2], [[0, 0], [0, 0]], [1, 3, 4, 1], [2, 1, 1, 2]],
    ["asymmetric padding", [1, 2], [[0, 2], [2, 1]], [1, 3, 3, 2], [2, 3, 2, 2]],
    ["1x1 kernel, strides 2", [2, 2], [[0, 0], [0, 0]], [2, 4, 4, 2], [1, 1, 2, 2]],
    ["two groups", [1, 1], [[1, 1], [0, 1]], [2, 3, 3, 4], [3, 2, 2, 6]],
    ["three groups, strides 2", [2, 2], [[1, 1], [1, 1]], [1, 4, 3, 6], [3, 3, 2, 3]],
    ["depthwise", [1, 1], [[1, 1], [1, 1]], [1, 3, 3, 3], [3, 3, 1, 3]],
    ["depthwise, two outputs to a channel", [2, 1], [[0, 1], [1, 0]], [1, 4, 3, 2], [2, 2, 1, 4]]
  ] as ReadonlyArray<readonly [string, readonly [number, number], Padding, Shape, Shape]> // biome-ignore format: one line each
)
  .map(([setting, strides, padding, x, kernel]) =>
    gradientCase("conv2d", setting, [x, kernel], (a, b) => conv2d(a!, b!, { strides, padding }))
  )

const poolings = (
  [
    ["halving", [2, 2], [2, 2], [[0, 0], [0, 0]], [2, 4, 5, 2]],
    ["overlapping, padded", [3, 3], [2, 2], [[1, 1], [1, 1]], [1, 5, 4, 2]],
    ["asymmetric", [3, 2], [1, 2], [[0, 2], [1, 0]], [2, 4, 4, 1]]
  ] as ReadonlyArray<readonly [string, Pair, Pair, Padding, Shape]> // biome-ignore format: one line each
)
  .flatMap(([setting, window, strides, padding, shape]) => [
    gradientCase("maxPool", setting, [shape], (x) => maxPool(x!, { window, strides, padding })),
    gradientCase("averagePool", setting, [shape], (x) => averagePool(x!, { window, strides, padding }))
  ])

const products = [
  [false, false],
  [false, true],
  [true, false],
  [true, true]
].map(([transposeA, transposeB]) =>
  gradientCase(
    "matMul",
    `transposed ${transposeA}, ${transposeB}`,
    [transposeA ? [3, 2] : [2, 3], transposeB ? [4, 3] : [3, 4]],
    (a, b) => matMul(a!, b!, transposeA, transposeB)
  )
)

const reductions = [[0], [2], [0, 2], [0, 1, 2], []].flatMap((axes) => [
  gradientCase("reduceSum", `axes [${axes}]`, [[2, 3, 2]], (x) => reduceSum(x!, axes)),
  gradientCase("reduceMean", `axes [${axes}]`, [[2, 3, 2]], (x) => reduceMean(x!, axes)),
  gradientCase("reduceMax", `axes [${axes}]`, [[2, 3, 2]], (x) => reduceMax(x!, axes))
])

const every2nd = { begin: [0, 0, 0, 0], end: [2, 4, 5, 1], strides: [1, 2, 2, 1] }
const inner = { begin: [1, 2, 0], end: [2, 5, 3], strides: [1, 2, 3] }

const places = constant([2, 0, 2, 3], [2, 2], "int32")

const resizings = [
  ["twice as large", [2, 2, 3, 1], [4, 6]],
  ["half as large", [1, 4, 6, 2], [2, 3]],
  ["by no whole factor", [1, 3, 5, 2], [5, 2]]
] as ReadonlyArray<readonly [string, Shape, Pair]>

const normalised = (part: "x" | "scale" | "offset", epsilon: number) =>
  gradientCase("batchNorm", `${part} alone, epsilon ${epsilon}`, [part === "x" ? [2, 2, 3, 2] : [2]], (operand) => {
    const x = constant(
      Array.from({ length: 24 }, (_, i) => Math.sin(3 * i)),
      [2, 2, 3, 2]
    )
    const perChannel = { scale: constant([1.5, -0.5], [2]), offset: constant([0.3, 0.2], [2]) }
    const given = { x, ...perChannel, [part]: operand! }
    return batchNorm(given.x, given.scale, given.offset, { epsilon }).y
  })

/** Settings of every operation that has a gradient. */
export const gradientCases: ReadonlyArray<GradientCase> = [
  ...broadcasts("add", add),
  ...broadcasts("subtract", subtract),
  ...broadcasts("multiply", multiply),
  ...broadcasts("divide", (a, b) => divide(a, add(multiply(b, b), constant([0.5], [])))),
  gradientCase("sqrt", "of what is above 0", [[2, 3]], (x) => sqrt(add(multiply(x!, x!), constant([0.5], [])))),
  gradientCase("where", "of equal shapes", [[2, 3], [2, 3]], (a, b) => where(constant([1, 0, 0, 1, 1, 0], [2, 3], "bool"), a!, b!)), // biome-ignore format: one line
  gradientCase("where", "all repeat", [[3], [2, 1, 1]], (a, b) => where(constant([1, 0], [2, 1], "bool"), a!, b!)), // biome-ignore format: one line
  ...broadcasts("minimum", (a, b) => minimum(a, multiply(b, b))),
  ...broadcasts("maximum", (a, b) => maximum(a, multiply(b, b))),
  gradientCase("exp", "both signs", [[3, 4]], (x) => exp(x!)),
  gradientCase("log", "of what is above 0", [[3, 4]], (x) => log(multiply(x!, x!))),
  gradientCase("softmax", "rows of a cube", [[2, 2, 3]], (x) => softmax(x!)),
  gradientCase("logSoftmax", "rows of a cube", [[2, 2, 3]], (x) => logSoftmax(x!)),
  gradientCase("power", "exponent 2.5", [[3, 4]], (x) => power(multiply(x!, x!), 2.5)),
  gradientCase("power", "exponent -3, of both signs", [[3, 4]], (x) => power(x!, -3)),
  gradientCase("cosine", "some turns", [[3, 4]], (x) => cosine(multiply(x!, scalar(9)))),
  gradientCase("relu", "both signs", [[3, 4]], (x) => relu(x!)),
  gradientCase("sigmoid", "both signs", [[3, 4]], (x) => sigmoid(x!)),
  gradientCase("swish", "both signs", [[3, 4]], (x) => swish(x!)),
  gradientCase("tanh", "both signs", [[3, 4]], (x) => tanh(x!)),
  gradientCase("concat", "channels of three", [[2, 2, 1], [2, 2, 3], [2, 2, 2]], (a, b, c) => concat([a!, b!, c!], 2)), // biome-ignore format: one line
  gradientCase("concat", "the first axis", [[1, 3], [2, 3]], (a, b) => concat([a!, b!], 0)), // biome-ignore format: one line
  gradientCase("concat", "of one value twice", [[2, 2]], (x) => concat([x!, x!], 1)),
  gradientCase("cast", "float32 to bfloat16 and back", [[2, 3]], (x) => cast(cast(x!, "bfloat16"), "float32")),
  ...convolutions,
  ...poolings,
  ...products,
  ...reductions,
  gradientCase("broadcastTo", "a new axis and a repeated one", [[3, 1]], (x) => broadcastTo(x!, [2, 3, 4])),
  gradientCase("broadcastTo", "a scalar", [[]], (x) => broadcastTo(x!, [2, 2])),
  gradientCase("reshape", "other axes", [[2, 6]], (x) => reshape(x!, [3, 2, 2])),
  gradientCase("transpose", "three axes in turn", [[2, 3, 4]], (x) => transpose(x!, [2, 0, 1])),
  gradientCase("transpose", "a shuffle of channels", [[2, 1, 6]], (x) => channelShuffle(x!, 3)),
  gradientCase("split", "every part", [[2, 5, 2]], (x) => {
    const [a, b, c] = split(x!, [2, 1, 2], 1)
    return add(multiply(a!, b!), c!)
  }),
  ...[[0], [1], [2], [0, 2], [1, 2]].map((used) =>
    gradientCase("split", `parts ${used}`, [[2, 5]], (x) => {
      const parts = split(x!, [1, 3, 1], 1)
      return used.map((i) => multiply(parts[i]!, parts[i]!)).reduce(add)
    })
  ),
  gradientCase("maxPool", "of the whole image", [[2, 3, 2, 2]], (x) => globalMaxPool(x!)),
  gradientCase("reduceMean", "of the whole image", [[2, 3, 2, 2]], (x) => globalAveragePool(x!)),
  gradientCase("pad", "asymmetric", [[2, 3]], (x) => pad(x!, [[1, 0], [0, 2]])), // biome-ignore format: pairs belong together
  gradientCase("stridedSlice", "every second of an odd and an even axis", [[2, 4, 5, 1]], (x) =>
    stridedSlice(x!, every2nd)
  ),
  gradientCase("stridedSlice", "an inner part", [[2, 5, 3]], (x) => stridedSlice(x!, inner)),
  gradientCase("stridedSliceGradient", "an inner part", [[1, 2, 1]], (x) =>
    apply(stridedSliceGradientOperation, [x!], { ...inner, shape: [2, 5, 3] })
  ),
  gradientCase("gather", "rows once, twice and never", [[4, 3]], (x) => gather(x!, places)),
  gradientCase("gatherGradient", "rows once, twice and never", [[2, 2, 3]], (x) =>
    apply(gatherGradientOperation, [x!, places], { rows: 4 })
  ),
  ...[resizeNearest, resizeBilinear].flatMap((resize) =>
    resizings.map(([setting, x, size]) => gradientCase(resize.name, setting, [x], (image) => resize(image!, size)))
  ),
  normalised("x", 1e-5),
  normalised("x", 0.1),
  normalised("scale", 1e-5),
  normalised("offset", 1e-5),
  gradientCase(
    "batchNorm",
    "x, scale and offset",
    [[2, 3, 2, 3], [3], [3]],
    (x, scale, offset) => batchNorm(x!, scale!, offset!, { epsilon: 1e-3 }).y
  ),
  gradientCase("batchNormInference", "x, scale and offset", [[2, 3, 2, 2], [2], [2]], (x, scale, offset) => {
    const statistics = { mean: constant([0.2, -0.4], [2]), variance: constant([0.5, 2], [2]) }
    return batchNormInference(x!, { scale: scale!, offset: offset!, ...statistics }, { epsilon: 1e-3 })
  }),
  gradientCase("softmaxCrossEntropy", "one-hot and smooth targets", [[2, 4]], (logits) =>
    softmaxCrossEntropy(logits!, constant([0, 1, 0, 0, 0.1, 0.2, 0.3, 0.4], [2, 4]))
  ),
  gradientCase("after", "through the value alone", [[2, 3]], (x) => after(x!, [multiply(x!, x!)]))
]
