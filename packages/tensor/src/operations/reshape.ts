import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, sameShape, showType, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

export const reshapeOperation: Operation<{ readonly shape: Shape }> = {
  name: "reshape",
  precision: ["widest"],
  infer: ([x], { shape }) => {
    if (sizeOf(x!.shape) !== sizeOf(shape)) {
      throw new TensorError(
        "reshape",
        `${showType(x!)} does not have the ${sizeOf(shape)} elements of [${shape.join(",")}]`
      )
    }
    return [{ ...x!, shape }]
  },
  gradient: (node, [dy]) => [dy && reshape(dy, node.inputs[0]!.shape)],
  evaluate: ([x]) => [x!.data]
}

/**
 * The same elements of any dtype in row-major order under another shape. Throws TensorError where that has another
 * size.
 */
export const reshape = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : apply(reshapeOperation, [x], { shape })
