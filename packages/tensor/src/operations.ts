import type { Operation } from "./operation.ts"
import {
  sigmoidGradientOperation,
  sigmoidOperation,
  swishGradientOperation,
  swishOperation,
  tanhGradientOperation,
  tanhOperation
} from "./operations/activations.ts"
import { afterOperation } from "./operations/after.ts"
import { batchNormGradientOperation, batchNormOperation } from "./operations/batchNorm.ts"
import { batchNormInferenceGradientOperation, batchNormInferenceOperation } from "./operations/batchNormInference.ts"
import { broadcastToOperation } from "./operations/broadcast.ts"
import { argMaxOperation, oneHotOperation, softmaxCrossEntropyOperation } from "./operations/classification.ts"
import { concatOperation, splitOperation } from "./operations/concat.ts"
import { conv2dInputGradientOperation, conv2dKernelGradientOperation, conv2dOperation } from "./operations/conv2d.ts"
import { cosineOperation } from "./operations/cosine.ts"
import {
  addOperation,
  castOperation,
  divideOperation,
  equalOperation,
  floorModOperation,
  lessOperation,
  maximumOperation,
  minimumOperation,
  multiplyOperation,
  reluGradientOperation,
  reluOperation,
  sqrtOperation,
  subtractOperation
} from "./operations/elementwise.ts"
import { expOperation, logOperation } from "./operations/exponential.ts"
import { gatherGradientOperation, gatherOperation } from "./operations/gather.ts"
import { constantOperation, inputOperation, variableOperation } from "./operations/leaves.ts"
import { matMulOperation } from "./operations/matMul.ts"
import { padOperation } from "./operations/pad.ts"
import {
  averagePoolGradientOperation,
  averagePoolOperation,
  maxPoolGradientOperation,
  maxPoolOperation
} from "./operations/pooling.ts"
import { powerOperation } from "./operations/power.ts"
import { randomUniformOperation } from "./operations/randomUniform.ts"
import { reduceMeanOperation, reduceSumOperation } from "./operations/reduce.ts"
import { reduceMaxOperation } from "./operations/reduceMax.ts"
import { reshapeOperation } from "./operations/reshape.ts"
import {
  resizeBilinearGradientOperation,
  resizeBilinearOperation,
  resizeNearestGradientOperation,
  resizeNearestOperation
} from "./operations/resize.ts"
import { sliceRowsOperation } from "./operations/sliceRows.ts"
import { logSoftmaxOperation, softmaxOperation } from "./operations/softmax.ts"
import { stridedSliceGradientOperation, stridedSliceOperation } from "./operations/stridedSlice.ts"
import { transposeOperation } from "./operations/transpose.ts"
import { whereOperation } from "./operations/where.ts"

// Attributes belong to a node; in a list of operations their types are forgotten.
/** Every operation that a program can hold; an engine must know them all. */
export const operations = [
  variableOperation,
  inputOperation,
  constantOperation,
  addOperation,
  subtractOperation,
  multiplyOperation,
  divideOperation,
  minimumOperation,
  maximumOperation,
  floorModOperation,
  equalOperation,
  lessOperation,
  whereOperation,
  powerOperation,
  cosineOperation,
  castOperation,
  reluOperation,
  reluGradientOperation,
  sqrtOperation,
  expOperation,
  logOperation,
  sigmoidOperation,
  sigmoidGradientOperation,
  swishOperation,
  swishGradientOperation,
  tanhOperation,
  tanhGradientOperation,
  matMulOperation,
  conv2dOperation,
  conv2dInputGradientOperation,
  conv2dKernelGradientOperation,
  maxPoolOperation,
  maxPoolGradientOperation,
  averagePoolOperation,
  averagePoolGradientOperation,
  batchNormOperation,
  batchNormGradientOperation,
  batchNormInferenceOperation,
  batchNormInferenceGradientOperation,
  reduceSumOperation,
  reduceMaxOperation,
  reduceMeanOperation,
  broadcastToOperation,
  reshapeOperation,
  transposeOperation,
  concatOperation,
  splitOperation,
  padOperation,
  stridedSliceOperation,
  stridedSliceGradientOperation,
  sliceRowsOperation,
  gatherOperation,
  gatherGradientOperation,
  resizeNearestOperation,
  resizeNearestGradientOperation,
  resizeBilinearOperation,
  resizeBilinearGradientOperation,
  oneHotOperation,
  softmaxOperation,
  logSoftmaxOperation,
  argMaxOperation,
  softmaxCrossEntropyOperation,
  randomUniformOperation,
  afterOperation
] as ReadonlyArray<unknown> as ReadonlyArray<Operation>
