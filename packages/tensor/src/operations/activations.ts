import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { sameShape, showType } from "../tensorType.ts"
import { apply, outputOf, type Value } from "../value.ts"
import { floatType } from "./floatType.ts"

type NoAttributes = Readonly<Record<never, never>>
const none: NoAttributes = {}

const activation = (
  name: string,
  meaning: (x: number) => number,
  gradient: Operation<NoAttributes>
): Operation<NoAttributes> => ({
  name,
  precision: ["widest"],
  infer: ([x]) => [floatType(name, x!)],
  gradient: (node, [dy]) => [dy && apply(gradient, [dy, outputOf(node, 0)], none)],
  evaluate: ([x]) => [x!.data.map(meaning)]
})

/** dy · slope(y): the derivative is written from the output, so that the input need not be kept. */
const activationGradient = (name: string, slope: (y: number) => number): Operation<NoAttributes> => ({
  name,
  precision: ["widest", "widest"],
  infer: ([dy, y]) => {
    if (!sameShape(dy!.shape, y!.shape)) {
      throw new TensorError(name, `${showType(dy!)} is not shaped as ${showType(y!)}`)
    }
    return [dy!]
  },
  evaluate: ([dy, y]) => [dy!.data.map((value, i) => value * slope(y!.data[i]!))]
})

export const sigmoidGradientOperation = activationGradient("sigmoidGradient", (y) => y * (1 - y))
export const sigmoidOperation = activation("sigmoid", (x) => 1 / (1 + Math.exp(-x)), sigmoidGradientOperation)

export const tanhGradientOperation = activationGradient("tanhGradient", (y) => 1 - y * y)
export const tanhOperation = activation("tanh", Math.tanh, tanhGradientOperation)

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

export const swishGradientOperation: Operation<NoAttributes> = {
  ...activationGradient("swishGradient", (x) => logistic(x) * (1 + x * (1 - logistic(x)))),
  name: "swishGradient"
}
export const swishOperation: Operation<NoAttributes> = {
  name: "swish",
  precision: ["widest"],
  infer: ([x]) => [floatType("swish", x!)],
  // From the input: the output does not tell it, for swish falls before it rises.
  gradient: (node, [dy]) => [dy && apply(swishGradientOperation, [dy, node.inputs[0]!], none)],
  evaluate: ([x]) => [x!.data.map((value) => value * logistic(value))]
}

/**
 * x / (1 + e⁻ˣ), also called SiLU, element by element of a float tensor; same shape and dtype. Throws TensorError
 * for integers. Ramachandran, Zoph and Le 2017.
 */
export const swish = (x: Value): Value => apply(swishOperation, [x], none)

/** 1 / (1 + e⁻ˣ), element by element of a float tensor; same shape and dtype. Throws TensorError for integers. */
export const sigmoid = (x: Value): Value => apply(sigmoidOperation, [x], none)

/** Hyperbolic tangent, element by element of a float tensor; same shape and dtype. Throws TensorError for integers. */
export const tanh = (x: Value): Value => apply(tanhOperation, [x], none)
