import {
  type Node,
  type Program,
  programRoots,
  topologicalOrder,
  type Update,
  type Value,
  variableName
} from "@ebcle/tensor"
import { isGiven } from "../operationTime.ts"
import { runningOrder } from "../runningOrder.ts"
import { attr } from "./attributes.ts"
import { lowerOperation } from "./lowerOperation.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"
import type { OperationTimer } from "./operationTimer.ts"

/** A program as nodes: where its outputs are, and the nodes that change state. */
export interface LoweredProgram {
  readonly outputs: Readonly<Record<string, Reference>>
  /** Names of nodes that have run when all updates are done. */
  readonly updates: ReadonlyArray<string>
}

/** The handle of a variable; handles of one name refer to one tensor in the session. */
export const variableHandle = (variable: Value, sink: NodeSink): Reference =>
  sink.one("VarHandleOp", {
    attributes: {
      dtype: attr.type(variable.dtype),
      shape: attr.shape(variable.shape),
      container: attr.text(""),
      shared_name: attr.text(variableName(variable))
    },
    outputs: ["resource"]
  })

/**
 * Adds the nodes of a program to a graph or function.
 *
 * @param inputs references of the program's inputs by name
 * @param timer times what `runOperations` lists, in that order
 */
export const lowerProgram = (
  program: Program,
  inputs: Readonly<Record<string, Reference>>,
  sink: NodeSink,
  timer?: OperationTimer
): LoweredProgram => {
  const references = new Map<Node, ReadonlyArray<Reference>>()
  const handles = new Map<Node, Reference>()
  const readers = new Map<Node, string>()
  const lookUp = (value: Value): Reference => references.get(value.node)![value.index]!

  const lowerNode = (node: Node): void => {
    if (node.operation.name === "variable") {
      const value: Value = { ...node.outputs[0]!, node, index: 0 }
      const handle = variableHandle(value, sink)
      handles.set(node, handle)
      const [read] = sink.add("ReadVariableOp", {
        inputs: [handle],
        attributes: { dtype: attr.type(value.dtype) },
        outputs: ["value"]
      })
      readers.set(node, read!.split(":", 1)[0]!)
      references.set(node, [read!])
    } else if (node.operation.name === "input") {
      references.set(node, [inputs[(node.attributes as { readonly name: string }).name]!])
    } else {
      references.set(node, lowerOperation(node, node.inputs.map(lookUp), sink))
    }
  }
  const timed = timer === undefined ? <A>(write: () => A) => write() : timer.measure.bind(timer)
  for (const node of timer === undefined ? topologicalOrder(programRoots(program)) : runningOrder(program)) {
    sink.scope = node
    if (isGiven(node.operation.name)) lowerNode(node)
    else timed(() => lowerNode(node))
  }

  const lowerUpdate = (update: Update): string => {
    sink.scope = { layer: update.variable.node.layer, phase: "optimizer" }
    const handle = (value: Value) => handles.get(value.node)!
    // A run sees the state from before it: what it reads is read before it is changed.
    const after = (value: Value) => readers.get(value.node)!
    if (update.kind === "assign") {
      return sink.named("AssignVariableOp", {
        inputs: [handle(update.variable), lookUp(update.value)],
        after: [after(update.variable)],
        attributes: { dtype: attr.type(update.variable.dtype), validate_shape: attr.bool(false) }
      })
    }
    return sink.named("ResourceApplyMomentum", {
      inputs: [
        handle(update.variable),
        handle(update.velocity),
        lookUp(update.learningRate),
        lookUp(update.gradient),
        sink.constant("float32", [], [update.momentum])
      ],
      after: [after(update.variable), after(update.velocity)],
      attributes: { T: attr.type("float32"), use_locking: attr.bool(false), use_nesterov: attr.bool(update.nesterov) }
    })
  }

  const updates = program.updates.map((update) => timed(() => lowerUpdate(update)))
  sink.scope = undefined
  return {
    outputs: Object.fromEntries(Object.entries(program.outputs).map(([name, value]) => [name, lookUp(value)])),
    updates
  }
}
