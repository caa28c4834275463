import { inLayer } from "./layerScope.ts"
import { add } from "./operations/elementwise.ts"
import { scalar } from "./operations/leaves.ts"
import { TensorError } from "./tensorError.ts"
import { isFloat, showType } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import type { Node, Value } from "./value.ts"

/**
 * Gradients of a float32 scalar with respect to values that it depends on, by reverse accumulation, as further values.
 *
 * A value used many times receives the sum over its uses. Throws TensorError where an operation on the way has no
 * gradient, or where the scalar does not depend on one of the values.
 */
export const gradients = (of: Value, withRespectTo: ReadonlyArray<Value>): ReadonlyArray<Value> => {
  if (of.shape.length !== 0 || of.dtype !== "float32") {
    throw new TensorError("gradients", `the target must be a float32 scalar, not ${showType(of)}`)
  }
  const order = topologicalOrder([of])
  const wanted = new Set(withRespectTo.map(({ node }) => node))
  const onTheWay = new Set<Node>()
  for (const node of order) {
    if (wanted.has(node) || node.inputs.some((input) => onTheWay.has(input.node))) onTheWay.add(node)
  }

  const accumulated = new Map<Node, Array<Value | undefined>>([[of.node, []]])
  accumulated.get(of.node)![of.index] = scalar(1)
  for (const node of order.toReversed()) {
    const outputGradients = accumulated.get(node)
    if (outputGradients === undefined || !node.inputs.some((input) => onTheWay.has(input.node))) continue
    const { gradient } = node.operation
    if (gradient === undefined) {
      throw new TensorError("gradients", `${node.operation.name} has no gradient`, node.layer)
    }
    const flowing = inLayer(node.layer, () => gradient(node, outputGradients))
    node.inputs.forEach((input, i) => {
      const gradient = flowing[i]
      if (gradient === undefined || !isFloat(input.dtype) || !onTheWay.has(input.node)) return
      const slots = accumulated.get(input.node) ?? []
      const before = slots[input.index]
      slots[input.index] = before === undefined ? gradient : inLayer(input.node.layer, () => add(before, gradient))
      accumulated.set(input.node, slots)
    })
  }
  return withRespectTo.map((value) => {
    const gradient = accumulated.get(value.node)?.[value.index]
    if (gradient === undefined) throw new TensorError("gradients", `the target does not depend on ${showType(value)}`)
    return gradient
  })
}
