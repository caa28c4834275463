import type { Operation } from "../operation.ts"
import { apply, type Value } from "../value.ts"
import { add, multiply } from "./elementwise.ts"
import { floatType } from "./floatType.ts"
import { scalar } from "./leaves.ts"

export const cosineOperation: Operation<Readonly<Record<never, never>>> = {
  name: "cosine",
  precision: ["float32"],
  infer: ([x]) => [floatType("cosine", x!)],
  // -sin x = cos (x + π/2)
  gradient: (node, [dy]) => [dy && multiply(dy, cosine(add(node.inputs[0]!, scalar(Math.PI / 2))))],
  evaluate: ([x]) => [x!.data.map(Math.cos)]
}

/** The cosine of an angle in radians, element by element. Throws TensorError for another dtype than a float. */
export const cosine = (x: Value): Value => apply(cosineOperation, [x], {})
