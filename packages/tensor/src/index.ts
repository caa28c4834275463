export { type DropChoice, dropout, stochasticDepth } from "./dropout.ts"
export { type Bindings, evaluate } from "./evaluate.ts"
export { gradients } from "./gradients.ts"
export { inLayer, inPhase, type Phase, type Scope } from "./layerScope.ts"
export { multiplyAdds } from "./multiplyAdds.ts"
export type { Operation, Tensor64 } from "./operation.ts"
export { sigmoid, swish, tanh } from "./operations/activations.ts"
export { after } from "./operations/after.ts"
export { type BatchNormAttributes, batchNorm } from "./operations/batchNorm.ts"
export { batchNormInference } from "./operations/batchNormInference.ts"
export { broadcastTo } from "./operations/broadcast.ts"
export { channelShuffle } from "./operations/channelShuffle.ts"
export { argMax, type OneHotAttributes, oneHot, softmaxCrossEntropy } from "./operations/classification.ts"
export { abs, clip, hardSigmoid, hardSwish, leakyRelu, relu6, sign } from "./operations/clip.ts"
export { type ConcatAttributes, concat, type SplitAttributes, split } from "./operations/concat.ts"
export { type ConvolutionOptions, conv2d } from "./operations/conv2d.ts"
export {
  type ConvolutionAttributes,
  convolutionGroups,
  kernelExtent,
  type Padding
} from "./operations/convolutionGeometry.ts"
export { cosine } from "./operations/cosine.ts"
export {
  add,
  cast,
  divide,
  equal,
  floorMod,
  inFloat32,
  less,
  maximum,
  minimum,
  multiply,
  relu,
  sqrt,
  subtract
} from "./operations/elementwise.ts"
export { exp, log } from "./operations/exponential.ts"
export { gather } from "./operations/gather.ts"
export { globalAveragePool, globalMaxPool } from "./operations/globalPooling.ts"
export { groupNorm, layerNorm } from "./operations/layerNorm.ts"
export {
  type ConstantAttributes,
  constant,
  input,
  scalar,
  type VariableAttributes,
  variable,
  variableName
} from "./operations/leaves.ts"
export { meanAbsoluteError, meanSquaredError } from "./operations/losses.ts"
export { type MatMulAttributes, matMul } from "./operations/matMul.ts"
export { pad } from "./operations/pad.ts"
export { averagePool, maxPool, type PoolingAttributes } from "./operations/pooling.ts"
export { type PowerAttributes, power } from "./operations/power.ts"
export { type RandomUniformAttributes, randomUniform } from "./operations/randomUniform.ts"
export { type ReduceAttributes, reduceMean, reduceSum } from "./operations/reduce.ts"
export { reduceMax } from "./operations/reduceMax.ts"
export { reshape } from "./operations/reshape.ts"
export { bilinearTaps, nearestTaps, type ResizeAttributes, resizeBilinear, resizeNearest } from "./operations/resize.ts"
export { sliceRows } from "./operations/sliceRows.ts"
export { logSoftmax, softmax } from "./operations/softmax.ts"
export { type StridedSliceAttributes, stridedSlice } from "./operations/stridedSlice.ts"
export { type TransposeAttributes, transpose } from "./operations/transpose.ts"
export { where } from "./operations/where.ts"
export { operations } from "./operations.ts"
export { type PhiloxBlock, philoxUniform } from "./philox.ts"
export {
  checkProgram,
  type Program,
  programRoots,
  programVariables,
  type Update,
  updatedVariables
} from "./program.ts"
export { type RandomSource, randomSource, seedWords } from "./randomSource.ts"
export { type Replacement, rewriteProgram } from "./rewriteProgram.ts"
export { TensorError } from "./tensorError.ts"
export { type DType, isFloat, isHalf, type Shape, sameShape, showType, sizeOf, type TensorType } from "./tensorType.ts"
export { topologicalOrder } from "./topologicalOrder.ts"
export { applyAll, type Node, type Value } from "./value.ts"
export { type Precision, withPrecision } from "./withPrecision.ts"
