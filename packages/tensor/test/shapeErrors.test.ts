import { expect, it } from "vitest"
import { sigmoid, sigmoidGradientOperation, swish, tanhGradientOperation } from "../src/operations/activations.ts"
import { batchNormGradientOperation } from "../src/operations/batchNorm.ts"
import { batchNormInferenceGradientOperation } from "../src/operations/batchNormInference.ts"
import { broadcastTo } from "../src/operations/broadcast.ts"
import { channelShuffle } from "../src/operations/channelShuffle.ts"
import { argMax, oneHot, softmaxCrossEntropy } from "../src/operations/classification.ts"
import { concat, split } from "../src/operations/concat.ts"
import { conv2dInputGradientOperation, conv2dKernelGradientOperation } from "../src/operations/conv2d.ts"
import { cosine } from "../src/operations/cosine.ts"
import {
  add,
  divide,
  equal,
  floorMod,
  less,
  minimum,
  multiply,
  reluGradientOperation,
  sqrt,
  subtract
} from "../src/operations/elementwise.ts"
import { exp } from "../src/operations/exponential.ts"
import { gather, gatherGradientOperation } from "../src/operations/gather.ts"
import { globalAveragePool, globalMaxPool } from "../src/operations/globalPooling.ts"
import { constant, scalar, variableName } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { pad } from "../src/operations/pad.ts"
import {
  averagePool,
  averagePoolGradientOperation,
  maxPool,
  maxPoolGradientOperation
} from "../src/operations/pooling.ts"
import { power } from "../src/operations/power.ts"
import { randomUniform } from "../src/operations/randomUniform.ts"
import { reduceMean, reduceSum } from "../src/operations/reduce.ts"
import { reduceMax } from "../src/operations/reduceMax.ts"
import { reshape } from "../src/operations/reshape.ts"
import { resizeBilinear, resizeBilinearGradientOperation, resizeNearest } from "../src/operations/resize.ts"
import { sliceRows } from "../src/operations/sliceRows.ts"
import { logSoftmax, softmax } from "../src/operations/softmax.ts"
import { transpose } from "../src/operations/transpose.ts"
import { where } from "../src/operations/where.ts"
import { TensorError } from "../src/tensorError.ts"
import { apply } from "../src/value.ts"
import { convolve, geometry, image, infer, normalise, pooling, type ShapeCase, slice, x } from "./shapeCases.ts"

const invalid: ReadonlyArray<ShapeCase> = [
  ["constant", () => constant([1, 2], [3]), "constant: 2 values do not fill the shape [3]"],
  ["constant", () => scalar(1, "bfloat16"), "constant: cannot be bfloat16; cast a float32 constant"],
  ["add", () => add(x([2]), x([3])), "add: float32[2] and float32[3] do not broadcast"],
  ["add", () => add(x([0]), x([2])), "add: float32[0] and float32[2] do not broadcast"],
  ["subtract", () => subtract(x([2]), x([2], "int32")), "subtract: float32[2] and int32[2] have different types"],
  ["multiply", () => multiply(x([2, 3]), x([2])), "multiply: float32[2,3] and float32[2] do not broadcast"],
  ["divide", () => divide(x([2], "int32"), x([2], "int32")), "divide: int32[2] is not a float type; cast it first"],
  ["sqrt", () => sqrt(x([2], "int32")), "sqrt: int32[2] is not a float type; cast it first"],
  ["sigmoid", () => sigmoid(x([2], "int32")), "sigmoid: int32[2] is not a float type; cast it first"],
  ["swish", () => swish(x([2], "uint8")), "swish: uint8[2] is not a float type; cast it first"],
  ["minimum", () => minimum(x([2]), x([], "uint8")), "minimum: float32[2] and uint8[] have different types"],
  ["exp", () => exp(x([2], "int32")), "exp: int32[2] is not a float type; cast it first"],
  ["softmax", () => softmax(x([])), "softmax: float32[] has no rows of floats"],
  ["logSoftmax", () => logSoftmax(x([2, 0])), "logSoftmax: float32[2,0] has no rows of floats"],
  ["floorMod", () => floorMod(x([2], "int32"), x([])), "floorMod: int32[2] and float32[] have different types"],
  ["equal", () => equal(x([2]), x([2], "bool")), "equal: float32[2] and bool[2] have different types"],
  ["less", () => less(x([2]), x([3])), "less: float32[2] and float32[3] do not broadcast"],
  [
    "reluGradient",
    () => apply(reluGradientOperation, [x([2]), x([3])], {}),
    "reluGradient: float32[2] is not shaped as float32[3]"
  ],
  [
    "sigmoidGradient",
    () => apply(sigmoidGradientOperation, [x([2]), x([3])], {}),
    "sigmoidGradient: float32[2] is not shaped as float32[3]"
  ],
  [
    "tanhGradient",
    () => apply(tanhGradientOperation, [x([2]), x([2, 1])], {}),
    "tanhGradient: float32[2] is not shaped as float32[2,1]"
  ],
  ["concat", () => concat([x([2])], 0), "concat: joins two tensors or more, not 1"],
  ["concat", () => concat([x([2]), x([2])], 1), "concat: float32[2] has no axis 1"],
  [
    "concat",
    () => concat([x([2, 3]), x([2, 1]), x([3, 3])], 1),
    "concat: float32[2,3] and float32[3,3] do not join along axis 1"
  ],
  ["concat", () => concat([x([2]), x([2, 1])], 0), "concat: float32[2] and float32[2,1] do not join along axis 0"],
  ["concat", () => concat([x([2]), x([2], "int32")], 0), "concat: float32[2] and int32[2] do not join along axis 0"],
  ["matMul", () => matMul(x([2, 3]), x([2, 3])), "matMul: float32[2,3] and float32[2,3] do not multiply"],
  ["matMul", () => matMul(x([2, 3]), x([3])), "matMul: float32[2,3] and float32[3] do not multiply"],
  [
    "conv2d",
    () => convolve(image, x([3, 3, 4, 8])),
    "conv2d: float32[2,6,5,3] does not convolve with the kernel float32[3,3,4,8]"
  ],
  [
    "conv2d",
    () => convolve(image, x([3, 3, 1, 8])),
    "conv2d: float32[2,6,5,3] is read in 3 groups by the kernel float32[3,3,1,8], whose 8 outputs do not divide into them"
  ],
  [
    "conv2d",
    () => convolve(image, x([3, 6, 3, 8])),
    "conv2d: float32[2,6,5,3] is smaller than the kernel float32[3,6,3,8]"
  ],
  [
    "conv2d",
    () => convolve(image, x([3, 3, 3, 8]), [0, 1]),
    "conv2d: float32[2,6,5,3] cannot be read by strides [0,1] and dilations [1,1] with"
  ],
  ["conv2d", () => convolve(image, x([3, 3, 3, 8]), [1, 1], [[-1, 0], [0, 0]]), "conv2d: float32[2,6,5,3] cannot be read by strides [1,1] and dilations [1,1] with paddings [-1,0], [0,0]"], // biome-ignore format: one line
  ["conv2d", () => convolve(image, x([3, 3, 3, 8]), [1, 1], [[0, 0], [0, 0]], [1, 0]), "conv2d: float32[2,6,5,3] cannot be read by strides [1,1] and dilations [1,0] with paddings [0,0], [0,0]"], // biome-ignore format: one line
  ["conv2d", () => convolve(image, x([3, 3, 3, 8]), [1, 1], [[0, 0], [0, 0]], [1, 3]), "conv2d: float32[2,6,5,3] is smaller than the kernel float32[3,3,3,8]"], // biome-ignore format: one line
  [
    "conv2dInputGradient",
    () => apply(conv2dInputGradientOperation, [x([2, 4, 4, 8]), x([3, 3, 3, 8])], { ...geometry, shape: image.shape }),
    "conv2dInputGradient: the gradient float32[2,4,4,8] is not shaped as the output [2,4,3,8]"
  ],
  [
    "conv2dKernelGradient",
    () => apply(conv2dKernelGradientOperation, [x([2, 4, 4, 8]), image], { ...geometry, shape: [3, 3, 3, 8] }),
    "conv2dKernelGradient: the gradient float32[2,4,4,8] is not shaped as the output [2,4,3,8]"
  ],
  ["maxPool", () => maxPool(x([2, 3]), pooling), "maxPool: float32[2,3] is not [N, H, W, C]"],
  [
    "maxPool",
    () => maxPool(image, { ...pooling, window: [1, 2] }),
    "maxPool: float32[2,6,5,3] cannot be read by windows [1,2] and strides [2,1] with paddings [1,1], [0,0]"
  ],
  [
    "averagePool",
    () => averagePool(image, { ...pooling, strides: [0, 1] }),
    "averagePool: float32[2,6,5,3] cannot be read by windows [3,2] and strides [0,1] with paddings [1,1], [0,0]"
  ],
  [
    "averagePool",
    () => averagePool(image, { ...pooling, window: [3, 6] }),
    "averagePool: float32[2,6,5,3] is smaller than the window [3,6]"
  ],
  [
    "maxPoolGradient",
    () => apply(maxPoolGradientOperation, [x([2, 3, 3, 3]), image, x([2, 3, 4, 3])], pooling),
    "maxPoolGradient: the gradient float32[2,3,3,3] is not shaped as the output [2,3,4,3]"
  ],
  [
    "averagePoolGradient",
    () => apply(averagePoolGradientOperation, [x([2, 3, 3, 3])], { ...pooling, shape: image.shape }),
    "averagePoolGradient: the gradient float32[2,3,3,3] is not shaped as the output [2,3,4,3]"
  ],
  [
    "batchNorm",
    () => normalise(image, x([3]), x([4])).y,
    "batchNorm: float32[2,6,5,3] needs float32[3] per channel, not float32[4]"
  ],
  [
    "batchNorm",
    () => normalise(x([6, 3]), x([3]), x([3])).y,
    "batchNorm: float32[6,3] needs float32[3] per channel, not float32[3]"
  ],
  [
    "batchNormGradient",
    () => apply(batchNormGradientOperation, [image, image, x([2]), x([3]), x([3]), x([0])], { epsilon: 1 }),
    "batchNormGradient: float32[2,6,5,3] needs float32[3] per channel, not float32[2]"
  ],
  [
    "batchNormInference",
    () => infer(image, x([3], "int32")),
    "batchNormInference: float32[2,6,5,3] needs float32[3] per channel, not int32[3]"
  ],
  [
    "batchNormInferenceGradient",
    () => apply(batchNormInferenceGradientOperation, [image, image, x([3]), x([3]), x([2])], { epsilon: 1 }),
    "batchNormInferenceGradient: float32[2,6,5,3] needs float32[3] per channel, not float32[2]"
  ],
  ["reduceSum", () => reduceSum(x([2, 3]), [2]), "reduceSum: float32[2,3] has no axes 2"],
  ["reduceMax", () => reduceMax(x([2, 3]), [2]), "reduceMax: float32[2,3] has no axes 2"],
  ["reduceMean", () => reduceMean(x([2, 3]), [-1]), "reduceMean: float32[2,3] has no axes -1"],
  [
    "reduceMean",
    () => reduceMean(x([2], "int32"), [0]),
    "reduceMean: int32[2] has no mean in its own type; cast it first"
  ],
  ["broadcastTo", () => broadcastTo(x([3]), [3, 2]), "broadcastTo: float32[3] and float32[3,2] do not broadcast"],
  ["broadcastTo", () => broadcastTo(x([2, 3]), [1, 3]), "broadcastTo: float32[2,3] does not broadcast to [1,3]"],
  ["reshape", () => reshape(x([2, 3]), [4]), "reshape: float32[2,3] does not have the 4 elements of [4]"],
  [
    "transpose",
    () => transpose(x([2, 3]), [0, 0]),
    "transpose: [0,0] does not put the axes of float32[2,3] into another order"
  ],
  [
    "transpose",
    () => transpose(x([2, 3]), [0]),
    "transpose: [0] does not put the axes of float32[2,3] into another order"
  ],
  [
    "channelShuffle",
    () => channelShuffle(image, 2),
    "channelShuffle: the channels of float32[2,6,5,3] do not divide into 2 groups"
  ],
  ["split", () => split(x([2, 5]), [2, 2], 1)[0]!, "split: float32[2,5] does not divide into [2,2] along axis 1"],
  ["split", () => split(x([5]), [2.5, 2.5], 0)[0]!, "split: float32[5] does not divide into [2.5,2.5] along axis 0"],
  ["split", () => split(x([5]), [5], 1)[0]!, "split: float32[5] does not divide into [5] along axis 1"],
  [
    "resizeNearest",
    () => resizeNearest(x([2, 6, 5, 3], "uint8"), [3, 3]),
    "resizeNearest: uint8[2,6,5,3] is not an image [N, H, W, C] of floats"
  ],
  [
    "resizeBilinear",
    () => resizeBilinear(image, [0, 3]),
    "resizeBilinear: float32[2,6,5,3] cannot be given the size [0,3]"
  ],
  [
    "resizeBilinearGradient",
    () => apply(resizeBilinearGradientOperation, [x([2, 12, 3, 4])], { shape: image.shape }),
    "resizeBilinearGradient: float32[2,12,3,4] was not resized from [2,6,5,3]"
  ],
  ["maxPool", () => globalMaxPool(x([2, 3])), "maxPool: float32[2,3] is not [N, H, W, C]"],
  ["reduceMean", () => globalAveragePool(x([2, 3])), "reduceMean: float32[2,3] has no axes 1, 2"],
  ["pad", () => pad(x([2, 3]), [[1, 1]]), "pad: 1 pairs of paddings do not fit float32[2,3]"],
  ["pad", () => pad(x([2]), [[1, -1]]), "pad: float32[2] cannot be padded by [1,-1]"],
  ["stridedSlice", () => slice(x([5]), [0], [6], [1]), "stridedSlice: [0] to [6] by [1] does not lie in float32[5]"],
  [
    "stridedSlice",
    () => slice(x([5, 2]), [0], [5], [1]),
    "stridedSlice: [0] to [5] by [1] does not lie in float32[5,2]"
  ],
  ["stridedSlice", () => slice(x([5]), [0], [5], [0]), "stridedSlice: [0] to [5] by [0] does not lie in float32[5]"],
  [
    "stridedSlice",
    () => slice(x([5]), [0], [5, 1], [1]),
    "stridedSlice: [0] to [5,1] by [1] does not lie in float32[5]"
  ],
  [
    "stridedSlice",
    () => slice(x([5]), [0.5], [5], [1]),
    "stridedSlice: [0.5] to [5] by [1] does not lie in float32[5]"
  ],
  [
    "sliceRows",
    () => sliceRows(x([5]), scalar(0), 3),
    "sliceRows: the first row must be an int32 scalar, not float32[]"
  ],
  ["sliceRows", () => sliceRows(x([5]), scalar(0, "int32"), 6), "sliceRows: float32[5] does not have 6 rows"],
  ["gather", () => gather(x([5]), x([3])), "gather: float32[3] does not index float32[5]"],
  ["sliceRows", () => sliceRows(x([5]), scalar(0, "int32"), 1.5), "sliceRows: float32[5] does not have 1.5 rows"],
  [
    "gatherGradient",
    () => apply(gatherGradientOperation, [x([3, 2]), x([4], "int32")], { rows: 5 }),
    "gatherGradient: float32[3,2] was not gathered by int32[4]"
  ],
  ["gather", () => gather(x([]), x([3], "int32")), "gather: int32[3] does not index float32[]"],
  ["oneHot", () => oneHot(x([4]), { depth: 3, on: 1, off: 0 }), "oneHot: labels must be int32, not float32[4]"],
  ["argMax", () => argMax(x([4])), "argMax: float32[4] is not [N, classes]"],
  [
    "softmaxCrossEntropy",
    () => softmaxCrossEntropy(x([4, 3]), x([4, 2])),
    "softmaxCrossEntropy: float32[4,3] and float32[4,2] are not float32[N, classes] both"
  ],
  [
    "softmaxCrossEntropy",
    () => softmaxCrossEntropy(x([4, 3]), x([4, 3], "int32")),
    "softmaxCrossEntropy: float32[4,3] and int32[4,3] are not float32[N, classes] both"
  ],
  [
    "randomUniform",
    () => randomUniform([3], { key: x([2]), counter: x([4], "int32") }),
    "randomUniform: float32[2] should be int32[2]"
  ],
  [
    "randomUniform",
    () => randomUniform([3], { key: x([2], "int32"), counter: x([2], "int32") }),
    "randomUniform: int32[2] should be int32[4]"
  ],
  ["power", () => power(x([2], "int32"), 2), "power: int32[2] is not a float type; cast it first"],
  ["cosine", () => cosine(x([2], "int32")), "cosine: int32[2] is not a float type; cast it first"],
  ["where", () => where(x([2]), x([2]), x([2])), "where: the condition is float32[2], not bool"],
  [
    "where",
    () => where(x([2], "bool"), x([2]), x([2], "int32")),
    "where: float32[2] and int32[2] have different types"
  ],
  ["where", () => where(x([2], "bool"), x([3]), x([1])), "where: bool[2] and float32[3] do not broadcast"],
  ["variable", () => scalar(variableName(scalar(1)).length), "variable: constant is not a variable"]
]

it.each(invalid)("%s of operands that do not fit", (operation, build, message) => {
  expect(build).toThrow(TensorError)
  expect(build).toThrow(message)
  expect(message.startsWith(`${operation}: `)).toBe(true)
})
