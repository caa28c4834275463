import { inScope } from "./layerScope.ts"
import { cast } from "./operations/elementwise.ts"
import { constantOperation } from "./operations/leaves.ts"
import { mapRoots, type Program, programRoots } from "./program.ts"
import { type DType, isFloat } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import { applyAll, type Node, outputOf, type Value } from "./value.ts"

/** How a program is computed: all in float32, or with activations and kernels rounded to 16 bits. */
export type Precision = "float32" | "bfloat16" | "float16"

/**
 * Rewrites a float32 program so that its heavy operations compute in the given type.
 *
 * Variables, batch statistics, losses, sums and updates stay float32 (mixed precision after Micikevicius et al. 2018;
 * bfloat16 has float32's range; float16 has not, and the loss needs scaling). Which operand may be rounded is the
 * operation's own statement; a value is cast once however often it is used.
 */
export const withPrecision = (program: Program, precision: Precision): Program => {
  if (precision === "float32") return program
  const rewritten = new Map<Node, ReadonlyArray<Value>>()
  const casts = new Map<Node, Map<string, Value>>()

  const lookUp = (value: Value): Value => rewritten.get(value.node)![value.index]!
  const castOnce = (value: Value, to: DType): Value => {
    if (value.dtype === to || !isFloat(value.dtype)) return value
    const known = casts.get(value.node) ?? new Map<string, Value>()
    casts.set(value.node, known)
    const key = `${value.index} ${to}`
    const made = known.get(key) ?? cast(value, to)
    known.set(key, made)
    return made
  }
  /** A constant has no precision of its own to defend. */
  const decides = (value: Value) => isFloat(value.dtype) && value.node.operation.name !== constantOperation.name

  for (const node of topologicalOrder(programRoots(program))) {
    if (node.inputs.length === 0) {
      rewritten.set(
        node,
        node.outputs.map((_, index) => outputOf(node, index))
      )
      continue
    }
    const inputs = node.inputs.map(lookUp)
    const stated = node.operation.precision
    const precisionOf = (operand: number) => (typeof stated === "string" ? stated : stated[operand])
    const widest = inputs.some((value, i) => precisionOf(i) === "widest" && decides(value) && value.dtype === "float32")
      ? "float32"
      : precision
    const operandOf = (value: Value, i: number): Value => {
      switch (precisionOf(i)) {
        case "compute":
          return castOnce(value, precision)
        case "float32":
          return castOnce(value, "float32")
        case "widest":
          return castOnce(value, inputs.some(decides) ? widest : "float32")
        default:
          return value
      }
    }
    rewritten.set(
      node,
      inScope(node, () => applyAll(node.operation, inputs.map(operandOf), node.attributes))
    )
  }
  return mapRoots(program, (value) => castOnce(lookUp(value), value.dtype === "float32" ? "float32" : value.dtype))
}
