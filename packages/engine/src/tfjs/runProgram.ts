import { type Node, type Program, type Update, type Value, variableName } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import { kernels } from "./kernels.ts"

/** Tensors by name. */
export type Tensors = ReadonlyMap<string, tf.Tensor>

/** What a run computed: its outputs, and the new values of the variables that it changes. */
export interface Results {
  readonly outputs: Tensors
  readonly changed: Tensors
}

const nameOf = (node: Node): string => (node.attributes as { readonly name: string }).name

const applyUpdate = (update: Update, lookUp: (value: Value) => tf.Tensor): ReadonlyArray<[string, tf.Tensor]> => {
  const name = variableName(update.variable)
  if (update.kind === "assign") return [[name, lookUp(update.value)]]
  const { momentum, nesterov } = update
  const gradient = lookUp(update.gradient)
  const velocity = tf.add(tf.mul(lookUp(update.velocity), momentum), gradient)
  const step = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity
  return [
    [name, tf.sub(lookUp(update.variable), tf.mul(step, lookUp(update.learningRate)))],
    [variableName(update.velocity), velocity]
  ]
}

/** Runs the kernel of a node. What it throws names the node, as TensorFlow's errors do. */
const compute = (node: Node, inputs: ReadonlyArray<tf.Tensor>): ReadonlyArray<tf.Tensor> => {
  const { name } = node.operation
  try {
    return kernels[name]!(node, inputs)
  } catch (cause) {
    const place = node.layer === undefined ? name : `${node.layer}/${name}`
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)} {{node ${place}}}`, { cause })
  }
}

/**
 * Computes a program, of which `order` are the nodes, each after its inputs.
 *
 * @param variable gives the value of a variable, or throws
 */
export const runProgram = (
  program: Program,
  order: ReadonlyArray<Node>,
  variable: (name: string) => tf.Tensor,
  inputs: Tensors
): Results => {
  const computed = new Map<Node, ReadonlyArray<tf.Tensor>>()
  const lookUp = (value: Value): tf.Tensor => computed.get(value.node)![value.index]!
  for (const node of order) {
    const { name } = node.operation
    if (name === "variable") computed.set(node, [variable(nameOf(node))])
    else if (name === "input") computed.set(node, [inputs.get(nameOf(node))!])
    else computed.set(node, compute(node, node.inputs.map(lookUp)))
  }
  return {
    outputs: new Map(Object.entries(program.outputs).map(([name, value]) => [name, lookUp(value)])),
    changed: new Map(program.updates.flatMap((update) => applyUpdate(update, lookUp)))
  }
}
