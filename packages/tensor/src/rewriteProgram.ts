import { inScope } from "./layerScope.ts"
import { mapRoots, type Program, programRoots } from "./program.ts"
import { applyAll, type Node, type Value } from "./value.ts"

/** An output of a node, by the node and its index. */
export interface Output {
  readonly node: Node
  readonly index: number
}

/** What stands for a node in the rewritten program: values made from rewritten outputs of the original. */
export interface Replacement {
  readonly needs: ReadonlyArray<Output>
  /** Gets the rewritten `needs`; returns at least as many values as the node has outputs. */
  readonly make: (needed: ReadonlyArray<Value>) => ReadonlyArray<Value>
}

/** The node itself, on rewritten inputs; the very node where nothing above it has changed. */
const itself = (node: Node): Replacement => ({
  needs: node.inputs,
  make: (inputs) =>
    inputs.every((input, i) => input.node === node.inputs[i]!.node && input.index === node.inputs[i]!.index)
      ? outputsOf(node)
      : applyAll(node.operation, inputs, node.attributes)
})

const outputsOf = (node: Node): ReadonlyArray<Value> => node.outputs.map((type, index) => ({ ...type, node, index }))

/**
 * Rebuilds a program with some of its nodes replaced. What a replacement needs may lie beside the node or after it, as
 * long as it does not lead back to the node. Throws Error if it does.
 */
export const rewriteProgram = (program: Program, replacements: ReadonlyMap<Node, Replacement>): Program => {
  const rewritten = new Map<Node, ReadonlyArray<Value>>()
  const lookUp = ({ index, node }: Output): Value => rewritten.get(node)![index]!
  const replacementOf = (node: Node): Replacement => replacements.get(node) ?? itself(node)

  // Depth first with a stack of its own: programs are deeper than JavaScript's stack.
  const open = new Set<Node>()
  const visit = (root: Node) => {
    const stack = [root]
    while (stack.length > 0) {
      const node = stack.at(-1)!
      if (rewritten.has(node)) {
        stack.pop()
        continue
      }
      const { make, needs } = replacementOf(node)
      const missing = needs.filter((need) => !rewritten.has(need.node))
      if (missing.length === 0) {
        rewritten.set(
          node,
          inScope(node, () => make(needs.map(lookUp)))
        )
        open.delete(node)
        stack.pop()
        continue
      }
      if (open.has(node)) throw new Error(`the replacement of ${node.operation.name} needs itself`)
      open.add(node)
      stack.push(...missing.map((need) => need.node).toReversed())
    }
  }
  for (const { node } of programRoots(program)) visit(node)
  return mapRoots(program, lookUp)
}
