import type { Operation } from "../operation.ts"
import { apply, outputOf, type Value } from "../value.ts"
import { divide, multiply } from "./elementwise.ts"
import { floatType } from "./floatType.ts"

type NoAttributes = Readonly<Record<never, never>>

const unary = (
  name: string,
  meaning: (x: number) => number,
  gradient: NonNullable<Operation<NoAttributes>["gradient"]>
): Operation<NoAttributes> => ({
  name,
  precision: ["float32"],
  infer: ([x]) => [floatType(name, x!)],
  gradient,
  evaluate: ([x]) => [x!.data.map(meaning)]
})

export const expOperation = unary("exp", Math.exp, (node, [dy]) => [dy && multiply(dy, outputOf(node, 0))])
export const logOperation = unary("log", Math.log, (node, [dy]) => [dy && divide(dy, node.inputs[0]!)])

/** eˣ, element by element; same shape and dtype. Throws TensorError for integers. */
export const exp = (x: Value): Value => apply(expOperation, [x], {})

/** The natural logarithm, element by element; same shape and dtype, NaN below 0. Throws TensorError for integers. */
export const log = (x: Value): Value => apply(logOperation, [x], {})
