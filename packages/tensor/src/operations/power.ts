import type { Operation } from "../operation.ts"
import { apply, type Value } from "../value.ts"
import { multiply } from "./elementwise.ts"
import { floatType } from "./floatType.ts"
import { scalar } from "./leaves.ts"

/** The exponent, known when the program is built. */
export interface PowerAttributes {
  readonly exponent: number
}

export const powerOperation: Operation<PowerAttributes> = {
  name: "power",
  precision: ["float32"],
  infer: ([x]) => [floatType("power", x!)],
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
