import { describe, expect, it } from "vitest"
import {
  sigmoid,
  sigmoidGradientOperation,
  swish,
  swishGradientOperation,
  tanh,
  tanhGradientOperation
} from "../src/operations/activations.ts"
import { after } from "../src/operations/after.ts"
import { batchNormGradientOperation } from "../src/operations/batchNorm.ts"
import { batchNormInferenceGradientOperation } from "../src/operations/batchNormInference.ts"
import { broadcastTo } from "../src/operations/broadcast.ts"
import { channelShuffle } from "../src/operations/channelShuffle.ts"
import { argMax, oneHot, softmaxCrossEntropy } from "../src/operations/classification.ts"
import { concat, split } from "../src/operations/concat.ts"
import { conv2d, conv2dInputGradientOperation, conv2dKernelGradientOperation } from "../src/operations/conv2d.ts"
import { cosine } from "../src/operations/cosine.ts"
import {
  add,
  cast,
  divide,
  equal,
  floorMod,
  less,
  maximum,
  minimum,
  multiply,
  relu,
  reluGradientOperation,
  sqrt,
  subtract
} from "../src/operations/elementwise.ts"
import { exp, log } from "../src/operations/exponential.ts"
import { gather, gatherGradientOperation } from "../src/operations/gather.ts"
import { globalAveragePool, globalMaxPool } from "../src/operations/globalPooling.ts"
import { constant, scalar, variable } from "../src/operations/leaves.ts"
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
import {
  resizeBilinear,
  resizeBilinearGradientOperation,
  resizeNearest,
  resizeNearestGradientOperation
} from "../src/operations/resize.ts"
import { sliceRows } from "../src/operations/sliceRows.ts"
import { logSoftmax, softmax } from "../src/operations/softmax.ts"
import { stridedSliceGradientOperation } from "../src/operations/stridedSlice.ts"
import { transpose } from "../src/operations/transpose.ts"
import { where } from "../src/operations/where.ts"
import { operations } from "../src/operations.ts"
import { showType } from "../src/tensorType.ts"
import { apply } from "../src/value.ts"
import { convolve, geometry, image, infer, normalise, pooling, type ShapeCase, slice, x } from "./shapeCases.ts"

const valid: ReadonlyArray<ShapeCase> = [
  ["variable", () => variable("v", [2], "uint8"), "uint8[2]"],
  ["input", () => x([2, 3]), "float32[2,3]"],
  ["constant", () => constant([1, 2], [2], "int32"), "int32[2]"],
  ["constant", () => scalar(1), "float32[]"],
  ["add", () => add(x([2, 1, 3]), x([4, 1])), "float32[2,4,3]"],
  ["add", () => add(x([0]), x([1])), "float32[0]"],
  ["subtract", () => subtract(x([3], "int32"), x([], "int32")), "int32[3]"],
  ["multiply", () => multiply(x([3]), x([2, 3])), "float32[2,3]"],
  ["divide", () => divide(x([2, 1]), x([3])), "float32[2,3]"],
  ["sqrt", () => sqrt(x([2, 3])), "float32[2,3]"],
  ["minimum", () => minimum(x([3]), x([3])), "float32[3]"],
  ["maximum", () => maximum(x([2, 1]), x([3])), "float32[2,3]"],
  ["exp", () => exp(x([2])), "float32[2]"],
  ["log", () => log(x([2])), "float32[2]"],
  ["softmax", () => softmax(x([2, 3])), "float32[2,3]"],
  ["logSoftmax", () => logSoftmax(x([3])), "float32[3]"],
  ["floorMod", () => floorMod(x([3], "int32"), x([], "int32")), "int32[3]"],
  ["equal", () => equal(x([3], "int32"), x([3], "int32")), "bool[3]"],
  ["less", () => less(x([3]), x([1])), "bool[3]"],
  ["power", () => power(x([3, 1]), 0.5), "float32[3,1]"],
  ["cosine", () => cosine(x([3, 1])), "float32[3,1]"],
  ["where", () => where(x([2, 1], "bool"), x([3], "uint8"), x([], "uint8")), "uint8[2,3]"],
  ["cast", () => cast(x([3], "uint8"), "float32"), "float32[3]"],
  ["relu", () => relu(x([3, 1])), "float32[3,1]"],
  ["reluGradient", () => apply(reluGradientOperation, [x([3]), x([3])], {}), "float32[3]"],
  ["sigmoid", () => sigmoid(x([3, 1])), "float32[3,1]"],
  ["swish", () => swish(x([3, 1])), "float32[3,1]"],
  ["swishGradient", () => apply(swishGradientOperation, [x([3]), x([3])], {}), "float32[3]"],
  ["sigmoidGradient", () => apply(sigmoidGradientOperation, [x([3]), x([3])], {}), "float32[3]"],
  ["tanh", () => tanh(x([3, 1])), "float32[3,1]"],
  ["tanhGradient", () => apply(tanhGradientOperation, [x([3]), x([3])], {}), "float32[3]"],
  ["concat", () => concat([x([2, 3]), x([2, 0]), x([2, 1])], 1), "float32[2,4]"],
  ["concat", () => concat([x([2, 3], "uint8"), x([1, 3], "uint8")], 0), "uint8[3,3]"],
  ["matMul", () => matMul(x([2, 3]), x([3, 4])), "float32[2,4]"],
  ["matMul", () => matMul(x([3, 2]), x([4, 3]), true, true), "float32[2,4]"],
  ["conv2d", () => convolve(image, x([3, 3, 3, 8])), "float32[2,4,3,8]"],
  ["conv2d", () => convolve(image, x([3, 3, 3, 8]), [2, 2], [[1, 1], [0, 2]]), "float32[2,3,3,8]"], // biome-ignore format: one line
  ["conv2d", () => convolve(x([2, 6, 5, 12]), x([3, 3, 4, 9])), "float32[2,4,3,9]"],
  ["conv2d", () => convolve(image, x([3, 3, 1, 6])), "float32[2,4,3,6]"],
  ["conv2d", () => conv2d(image, x([3, 3, 3, 8]), { strides: [1, 1], padding: [[1, 1], [1, 1]] }), "float32[2,6,5,8]"], // biome-ignore format: one line
  ["conv2d", () => convolve(image, x([3, 3, 3, 8]), [2, 1], [[0, 0], [2, 2]], [2, 3]), "float32[2,1,3,8]"], // biome-ignore format: one line
  ["conv2dInputGradient", () => apply(conv2dInputGradientOperation, [x([2, 4, 3, 8]), x([3, 3, 3, 8])], { ...geometry, shape: image.shape }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["conv2dKernelGradient", () => apply(conv2dKernelGradientOperation, [x([2, 4, 3, 8]), image], { ...geometry, shape: [3, 3, 3, 8] }), "float32[3,3,3,8]"], // biome-ignore format: one line
  ["maxPool", () => maxPool(image, pooling), "float32[2,3,4,3]"],
  ["averagePool", () => averagePool(image, pooling), "float32[2,3,4,3]"],
  ["maxPoolGradient", () => apply(maxPoolGradientOperation, [x([2, 3, 4, 3]), image, x([2, 3, 4, 3])], pooling), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["averagePoolGradient", () => apply(averagePoolGradientOperation, [x([2, 3, 4, 3])], { ...pooling, shape: image.shape }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["batchNorm", () => normalise(image, x([3]), x([3])).y, "float32[2,6,5,3]"],
  ["batchNorm", () => normalise(image, x([3]), x([3])).variance, "float32[3]"],
  ["batchNormGradient", () => apply(batchNormGradientOperation, [image, image, x([3]), x([3]), x([3]), x([0])], { epsilon: 1 }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["batchNormInference", () => infer(image, x([3])), "float32[2,6,5,3]"],
  ["batchNormInferenceGradient", () => apply(batchNormInferenceGradientOperation, [image, image, x([3]), x([3]), x([3])], { epsilon: 1 }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["reduceSum", () => reduceSum(x([2, 3, 4], "int32"), [0, 2]), "int32[3]"],
  ["reduceMax", () => reduceMax(x([2, 3, 4], "int32"), [1]), "int32[2,4]"],
  ["reduceMean", () => reduceMean(x([2, 3]), [0, 1]), "float32[]"],
  ["broadcastTo", () => broadcastTo(x([3, 1]), [2, 3, 4]), "float32[2,3,4]"],
  ["reshape", () => reshape(x([2, 6]), [3, 4]), "float32[3,4]"],
  ["transpose", () => transpose(x([2, 3, 4], "uint8"), [2, 0, 1]), "uint8[4,2,3]"],
  ["reshape", () => channelShuffle(x([2, 6, 5, 12]), 4), "float32[2,6,5,12]"],
  ["split", () => split(x([2, 5]), [2, 0, 3], 1)[1]!, "float32[2,0]"],
  ["split", () => split(x([4, 2], "int32"), [1, 3], 0)[1]!, "int32[3,2]"],
  ["reshape", () => globalMaxPool(image), "float32[2,3]"],
  ["reduceMean", () => globalAveragePool(image), "float32[2,3]"],
  ["resizeNearest", () => resizeNearest(image, [12, 3]), "float32[2,12,3,3]"],
  ["resizeBilinear", () => resizeBilinear(image, [12, 3]), "float32[2,12,3,3]"],
  ["resizeNearestGradient", () => apply(resizeNearestGradientOperation, [x([2, 12, 3, 3])], { shape: image.shape }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["resizeBilinearGradient", () => apply(resizeBilinearGradientOperation, [x([2, 12, 3, 3])], { shape: image.shape }), "float32[2,6,5,3]"], // biome-ignore format: one line
  ["pad", () => pad(x([2]), [[1, 2]]), "float32[5]"],
  ["stridedSlice", () => slice(x([5, 4]), [0, 1], [5, 4], [2, 2]), "float32[3,2]"],
  ["stridedSliceGradient", () => apply(stridedSliceGradientOperation, [x([3])], { begin: [0], end: [5], strides: [2], shape: [5] }), "float32[5]"], // biome-ignore format: one line
  ["sliceRows", () => sliceRows(x([5, 2], "uint8"), scalar(0, "int32"), 3), "uint8[3,2]"],
  ["gather", () => gather(x([5, 2]), x([3, 4], "int32")), "float32[3,4,2]"],
  ["gatherGradient", () => apply(gatherGradientOperation, [x([3, 4, 2]), x([3, 4], "int32")], { rows: 5 }), "float32[5,2]"], // biome-ignore format: one line
  ["oneHot", () => oneHot(x([4], "int32"), { depth: 3, on: 1, off: 0 }), "float32[4,3]"],
  ["argMax", () => argMax(x([4, 3])), "int32[4]"],
  ["softmaxCrossEntropy", () => softmaxCrossEntropy(x([4, 3]), x([4, 3])), "float32[4]"],
  ["randomUniform", () => randomUniform([3, 2], { key: x([2], "int32"), counter: x([4], "int32") }), "float32[3,2]"],
  ["after", () => after(x([4], "int32"), [x([2, 3])]), "int32[4]"]
]

describe("shape rules", () => {
  it.each(valid)("%s of fitting operands", (operation, build, type) => {
    const value = build()
    expect(value.node.operation.name).toBe(operation)
    expect(showType(value)).toBe(type)
  })

  it("are tried for every operation", () => {
    expect(new Set(valid.map(([operation]) => operation))).toEqual(new Set(operations.map(({ name }) => name)))
  })
})
