import type { Tensor64 } from "./operation.ts"
import { inputOperation, type VariableAttributes, variableName, variableOperation } from "./operations/leaves.ts"
import { type Program, programRoots } from "./program.ts"
import { TensorError } from "./tensorError.ts"
import { sameShape } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import type { Node, Value } from "./value.ts"

/** Tensors by name. */
export type Bindings = Readonly<Record<string, Tensor64>>

/**
 * Runs a program in float64 by the definition of each operation: slow, simple, and what engines are checked against.
 *
 * @returns the outputs, and the state after the run (what was given, with the updated variables replaced)
 * @throws TensorError where an input or a variable is missing or of another shape
 */
export const evaluate = (
  program: Program,
  state: Bindings,
  inputs: Bindings = {}
): { readonly outputs: Bindings; readonly state: Bindings } => {
  const results = new Map<Node, ReadonlyArray<Tensor64>>()
  const lookUp = (value: Value): Tensor64 => results.get(value.node)![value.index]!

  const bind = (node: Node, bindings: Bindings): Tensor64 => {
    const { name } = node.attributes as VariableAttributes
    const tensor = bindings[name]
    if (tensor === undefined || !sameShape(tensor.shape, node.outputs[0]!.shape)) {
      throw new TensorError("evaluate", `"${name}" needs a tensor of shape [${node.outputs[0]!.shape.join(",")}]`)
    }
    return tensor
  }

  for (const node of topologicalOrder(programRoots(program))) {
    if (node.operation.name === variableOperation.name) results.set(node, [bind(node, state)])
    else if (node.operation.name === inputOperation.name) results.set(node, [bind(node, inputs)])
    else {
      const data = node.operation.evaluate(node.inputs.map(lookUp), node.attributes, node.outputs)
      results.set(
        node,
        data.map((elements, i) => ({ shape: node.outputs[i]!.shape, data: elements }))
      )
    }
  }

  const after: Record<string, Tensor64> = { ...state }
  for (const update of program.updates) {
    const { shape } = update.variable
    const name = variableName(update.variable)
    if (update.kind === "assign") {
      after[name] = lookUp(update.value)
      continue
    }
    const { momentum, nesterov } = update
    const gradient = lookUp(update.gradient).data
    const rate = lookUp(update.learningRate).data[0]!
    const velocity = lookUp(update.velocity).data.map((v, i) => momentum * v + gradient[i]!)
    const step = nesterov ? velocity.map((v, i) => gradient[i]! + momentum * v) : velocity
    after[variableName(update.velocity)] = { shape, data: velocity }
    after[name] = { shape, data: lookUp(update.variable).data.map((w, i) => w - rate * step[i]!) }
  }
  return {
    outputs: Object.fromEntries(Object.entries(program.outputs).map(([name, value]) => [name, lookUp(value)])),
    state: after
  }
}
