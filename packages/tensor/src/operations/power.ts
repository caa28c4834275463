import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { isFloat, showType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"
import { multiply } from "./elementwise.ts"
import { scalar } from "./leaves.ts"

export interface PowerAttributes {
  readonly exponent: number
}

export const powerOperation: Operation<PowerAttributes> = {
  name: "power",
  precision: ["float32"],
  infer: ([x]) => {
    if (!isFloat(x!.dtype)) throw new TensorError("power", `${showType(x!)} is not a float type; cast it first`)
    return [x!]
  },
  gradient: (node, [dy]) => {
    const { exponent } = node.attributes
    return [dy && multiply(multiply(dy, scalar(exponent)), power(node.inputs[0]!, exponent - 1))]
  },
  evaluate: ([x], { exponent }) => [x!.data.map((value) => value ** exponent)]
}

/**
 * x to a constant power, element by element; NaN below 0 unless the exponent is whole. Throws TensorError for
 * integers.
 */
export const power = (x: Value, exponent: number): Value => apply(powerOperation, [x], { exponent })
