import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type DType, isFloat, type Shape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { broadcastIndices, broadcastTo } from "./broadcast.ts"
import { multiply } from "./elementwise.ts"
import { scalar } from "./leaves.ts"
import { reshape } from "./reshape.ts"

/** The axes that disappear, counted from 0. */
export interface ReduceAttributes {
  readonly axes: ReadonlyArray<number>
}

/** The shape with the axes kept as 1. */
export const withOnes = (shape: Shape, axes: ReadonlyArray<number>): Shape =>
  shape.map((size, i) => (axes.includes(i) ? 1 : size))

/** The type without the axes. Throws TensorError for axes that it does not have. */
export const reducedType = (operation: string, x: TensorType, axes: ReadonlyArray<number>): TensorType => {
  if (axes.some((axis) => !Number.isInteger(axis) || axis < 0 || axis >= x.shape.length)) {
    throw new TensorError(operation, `${showType(x)} has no axes ${axes.join(", ")}`)
  }
  return { ...x, shape: x.shape.filter((_, i) => !axes.includes(i)) }
}

const reduction = (
  name: string,
  finish: (sum: number, count: number) => number,
  share: (count: number) => number,
  accepts: (dtype: DType) => boolean = () => true
): Operation<ReduceAttributes> => ({
  name,
  // A long sum in bfloat16 would stop growing long before it is complete.
  precision: ["float32"],
  infer: ([x], { axes }) => {
    const reduced = reducedType(name, x!, axes)
    if (!accepts(x!.dtype)) throw new TensorError(name, `${showType(x!)} has no mean in its own type; cast it first`)
    return [reduced]
  },
  gradient: (node, [dy]) => {
    const { shape } = node.inputs[0]!
    if (dy === undefined) return [undefined]
    const spread = reshape(dy, withOnes(shape, node.attributes.axes))
    const weight = share(sizeOf(shape) / sizeOf(node.outputs[0]!.shape))
    // Scaled before it is spread: the smaller tensor is the cheaper one.
    return [broadcastTo(weight === 1 ? spread : multiply(spread, scalar(weight)), shape)]
  },
  evaluate: ([x], { axes }, [output]) => {
    const sums = new Float64Array(sizeOf(output!.shape))
    const target = broadcastIndices(withOnes(x!.shape, axes), x!.shape)
    x!.data.forEach((value, i) => {
      sums[target[i]!]! += value
    })
    return [sums.map((sum) => finish(sum, x!.data.length / sums.length))]
  }
})

export const reduceSumOperation = reduction(
  "reduceSum",
  (sum) => sum,
  () => 1
)
export const reduceMeanOperation = reduction(
  "reduceMean",
  (sum, count) => sum / count,
  (count) => 1 / count,
  isFloat
)

/** Sum over the axes, which disappear; same dtype. Throws TensorError for axes that x does not have. */
export const reduceSum = (x: Value, axes: ReadonlyArray<number>): Value => apply(reduceSumOperation, [x], { axes })

/** Mean of floats over the axes, which disappear. Throws TensorError for integers, and as `reduceSum`. */
export const reduceMean = (x: Value, axes: ReadonlyArray<number>): Value => apply(reduceMeanOperation, [x], { axes })
