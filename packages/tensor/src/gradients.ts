import { inPhase, inScope, type Phase } from "./layerScope.ts"
import { add } from "./operations/elementwise.ts"
import { scalar } from "./operations/leaves.ts"
import { TensorError } from "./tensorError.ts"
import { isFloat, showType } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import type { Node, Value } from "./value.ts"

const phase: Phase = "backward"

/**
 * Gradients of a float32 scalar with respect to values that it depends on, by reverse accumulation, as further values.
 *
 * Where the target is no scalar, `along` says what it is multiplied with, element by element, before the sum whose
 * gradients are meant: the gradient of a loss with respect to the target. Of the target's type.
 *
 * A value used many times receives the sum over its uses. Throws TensorError where an operation on the way has no
 * gradient, or where the target does not depend on one of the values.
 */
export const gradients = (
  of: Value,
  withRespectTo: ReadonlyArray<Value>,
  along: Value = inPhase(phase, () => scalar(1))
): ReadonlyArray<Value> => {
  if (showType(of) !== showType(along)) {
    throw new TensorError(
      "gradients",
      along.shape.length === 0
        ? `the target must be a float32 scalar, not ${showType(of)}`
        : `${showType(of)} has no gradients along ${showType(along)}`
    )
  }
  const order = topologicalOrder([of])
  const wanted = new Set(withRespectTo.map(({ node }) => node))
  const onTheWay = new Set<Node>()
  for (const node of order) {
    if (wanted.has(node) || node.inputs.some((input) => onTheWay.has(input.node))) onTheWay.add(node)
  }

  const accumulated = new Map<Node, Array<Value | undefined>>([[of.node, []]])
  accumulated.get(of.node)![of.index] = along
  for (const node of order.toReversed()) {
    const outputGradients = accumulated.get(node)
    if (outputGradients === undefined || !node.inputs.some((input) => onTheWay.has(input.node))) continue
    const { gradient } = node.operation
    if (gradient === undefined) {
      throw new TensorError("gradients", `${node.operation.name} has no gradient`, node.layer)
    }
    const flowing = inScope({ layer: node.layer, phase }, () => gradient(node, outputGradients))
    node.inputs.forEach((input, i) => {
      const gradient = flowing[i]
      if (gradient === undefined || !isFloat(input.dtype) || !onTheWay.has(input.node)) return
      const slots = accumulated.get(input.node) ?? []
      const before = slots[input.index]
      const scope = { layer: input.node.layer, phase }
      slots[input.index] = before === undefined ? gradient : inScope(scope, () => add(before, gradient))
      accumulated.set(input.node, slots)
    })
  }
  return withRespectTo.map((value) => {
    const gradient = accumulated.get(value.node)?.[value.index]
    if (gradient === undefined) throw new TensorError("gradients", `the target does not depend on ${showType(value)}`)
    return gradient
  })
}
