import { inScope } from "../layerScope.ts"
import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type DType, isFloat, sameShape, showType } from "../tensorType.ts"
import { apply, outputOf, type Value } from "../value.ts"
import { broadcastIndices, broadcastShape, sumToShape } from "./broadcast.ts"
import { floatType } from "./floatType.ts"
import { scalar } from "./leaves.ts"
import { where } from "./where.ts"

type NoAttributes = Readonly<Record<never, never>>
const none: NoAttributes = {}

const binary = (
  name: string,
  meaning: (a: number, b: number) => number,
  gradient?: (dy: Value, a: Value, b: Value) => readonly [Value, Value],
  result?: DType
): Operation<NoAttributes> => ({
  name,
  precision: ["widest", "widest"],
  infer: ([a, b]) => {
    if (a!.dtype !== b!.dtype) throw new TensorError(name, `${showType(a!)} and ${showType(b!)} have different types`)
    return [{ shape: broadcastShape(name, a!, b!), dtype: result ?? a!.dtype }]
  },
  ...(gradient && {
    gradient: (node, [dy]) => {
      const [a, b] = node.inputs as [Value, Value]
      if (dy === undefined) return [undefined, undefined]
      const [da, db] = gradient(dy, a, b)
      return [sumToShape(da, a.shape), sumToShape(db, b.shape)]
    }
  }),
  evaluate: ([a, b], _, [output]) => {
    const left = broadcastIndices(a!.shape, output!.shape)
    const right = broadcastIndices(b!.shape, output!.shape)
    return [Float64Array.from(left, (at, i) => meaning(a!.data[at]!, b!.data[right[i]!]!))]
  }
})

export const addOperation = binary(
  "add",
  (a, b) => a + b,
  (dy) => [dy, dy]
)
export const subtractOperation = binary(
  "subtract",
  (a, b) => a - b,
  (dy) => [dy, multiply(dy, scalar(-1))]
)
export const multiplyOperation = binary(
  "multiply",
  (a, b) => a * b,
  (dy, a, b) => [multiply(dy, b), multiply(dy, a)]
)
const quotient = binary(
  "divide",
  (a, b) => a / b,
  (dy, a, b) => {
    const da = divide(dy, b)
    return [da, multiply(divide(multiply(da, a), b), scalar(-1))]
  }
)
export const divideOperation: Operation<NoAttributes> = {
  ...quotient,
  infer: (inputs, attributes) => {
    for (const x of inputs) floatType("divide", x)
    return quotient.infer(inputs, attributes)
  }
}
/** Of two, the one that was taken gets the gradient; of equals, the first. */
const toTaken = (second: Value, dy: Value): readonly [Value, Value] => [
  where(second, scalar(0), dy),
  where(second, dy, scalar(0))
]
export const minimumOperation = binary("minimum", Math.min, (dy, a, b) => toTaken(less(b, a), dy))
export const maximumOperation = binary("maximum", Math.max, (dy, a, b) => toTaken(less(a, b), dy))
export const floorModOperation = binary("floorMod", (a, b) => a - Math.floor(a / b) * b)
export const equalOperation = binary("equal", (a, b) => Number(a === b), undefined, "bool")
export const lessOperation = binary("less", (a, b) => Number(a < b), undefined, "bool")

/**
 * a + b, element by element, of one dtype; broadcast by NumPy's rule. Throws TensorError where shapes or dtypes do not
 * fit.
 */
export const add = (a: Value, b: Value): Value => apply(addOperation, [a, b], none)
/** a - b, element by element, of one dtype; broadcast. Throws TensorError as `add`. */
export const subtract = (a: Value, b: Value): Value => apply(subtractOperation, [a, b], none)
/** a · b, element by element, of one dtype; broadcast. Throws TensorError as `add`. */
export const multiply = (a: Value, b: Value): Value => apply(multiplyOperation, [a, b], none)
/** a / b, element by element, of one float dtype; broadcast. Throws TensorError as `add`, and for integers. */
export const divide = (a: Value, b: Value): Value => apply(divideOperation, [a, b], none)
/** The smaller of both, of one dtype; broadcast. Of equals, the gradient goes to a. Throws TensorError as `add`. */
export const minimum = (a: Value, b: Value): Value => apply(minimumOperation, [a, b], none)
/** The larger of both, of one dtype; broadcast. Of equals, the gradient goes to a. Throws TensorError as `add`. */
export const maximum = (a: Value, b: Value): Value => apply(maximumOperation, [a, b], none)
/** Remainder with the sign of the divisor, element by element, int32; broadcast. Throws TensorError as `add`. */
export const floorMod = (a: Value, b: Value): Value => apply(floorModOperation, [a, b], none)
/** Whether a = b, element by element, of one dtype -> bool; broadcast. Throws TensorError as `add`. */
export const equal = (a: Value, b: Value): Value => apply(equalOperation, [a, b], none)
/** Whether a < b, element by element, of one dtype -> bool; broadcast. Throws TensorError as `add`. */
export const less = (a: Value, b: Value): Value => apply(lessOperation, [a, b], none)

export const reluOperation: Operation<NoAttributes> = {
  name: "relu",
  precision: ["widest"],
  infer: ([x]) => [x!],
  gradient: (node, [dy]) => [dy && apply(reluGradientOperation, [dy, outputOf(node, 0)], none)],
  evaluate: ([x]) => [x!.data.map((value) => Math.max(value, 0))]
}

/** max(x, 0), element by element; same shape and dtype. Its gradient at 0 is 0. */
export const relu = (x: Value): Value => apply(reluOperation, [x], none)

export const reluGradientOperation: Operation<NoAttributes> = {
  name: "reluGradient",
  precision: ["widest", "widest"],
  infer: ([dy, y]) => {
    if (!sameShape(dy!.shape, y!.shape))
      throw new TensorError("reluGradient", `${showType(dy!)} is not shaped as ${showType(y!)}`)
    return [dy!]
  },
  evaluate: ([dy, y]) => [dy!.data.map((value, i) => (y!.data[i]! > 0 ? value : 0))]
}

export const sqrtOperation: Operation<NoAttributes> = {
  name: "sqrt",
  precision: ["widest"],
  infer: ([x]) => [floatType("sqrt", x!)],
  gradient: (node, [dy]) => [dy && divide(multiply(dy, scalar(0.5)), outputOf(node, 0))],
  evaluate: ([x]) => [x!.data.map(Math.sqrt)]
}

/** The square root, element by element; NaN below 0, and of infinite slope at 0. Throws TensorError for integers. */
export const sqrt = (x: Value): Value => apply(sqrtOperation, [x], none)

export const castOperation: Operation<{ readonly to: DType }> = {
  name: "cast",
  precision: ["fixed"],
  infer: ([x], { to }) => [{ ...x!, dtype: to }],
  gradient: (node, [dy]) => [dy && isFloat(node.inputs[0]!.dtype) ? cast(dy, node.inputs[0]!.dtype) : undefined],
  evaluate: ([x], { to }) => {
    if (to === "bool") return [x!.data.map((value) => Number(value !== 0))]
    return [isFloat(to) ? x!.data : x!.data.map(Math.trunc)]
  }
}

/** The same numbers in another element type; to an integer type they are cut towards zero, to bool it is x ≠ 0. */
export const cast = (x: Value, to: DType): Value => (x.dtype === to ? x : apply(castOperation, [x], { to }))

/** x as float32 under any precision policy: what is computed from it alone is not rounded. */
export const inFloat32 = (x: Value): Value =>
  inScope(x.node, () => apply(castOperation, [x], { to: "float32" as DType }))
