import type { Operation } from "../operation.ts"
import { sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { broadcastIndices } from "./broadcast.ts"
import { cast, divide, equal, multiply } from "./elementwise.ts"
import { type ReduceAttributes, reducedType, reduceSum, withOnes } from "./reduce.ts"
import { reshape } from "./reshape.ts"

export const reduceMaxOperation: Operation<ReduceAttributes> = {
  name: "reduceMax",
  precision: ["widest"],
  infer: ([x], { axes }) => [reducedType("reduceMax", x!, axes)],
  gradient: (node, [dy]) => {
    const [x] = node.inputs as [Value]
    const { axes } = node.attributes
    if (dy === undefined) return [undefined]
    const kept = withOnes(x.shape, axes)
    const largest = cast(equal(x, reshape(reduceMax(x, axes), kept)), "float32")
    const share = divide(dy, reduceSum(largest, axes))
    return [multiply(largest, reshape(share, kept))]
  },
  evaluate: ([x], { axes }, [output]) => {
    const largest = new Float64Array(sizeOf(output!.shape)).fill(Number.NEGATIVE_INFINITY)
    const target = broadcastIndices(withOnes(x!.shape, axes), x!.shape)
    x!.data.forEach((value, i) => {
      largest[target[i]!] = Math.max(largest[target[i]!]!, value)
    })
    return [largest]
  }
}

/**
 * The largest element over the axes, which disappear; same dtype. Equal ones share the gradient, as in PyTorch's
 * `amax`. Throws TensorError as `reduceSum`.
 */
export const reduceMax = (x: Value, axes: ReadonlyArray<number>): Value => apply(reduceMaxOperation, [x], { axes })
