import { type Node, type Program, programRoots, topologicalOrder, type Value } from "@ebcle/tensor"

/** The nodes that use the first output of a node. What the program itself uses counts as undefined. */
export type Uses = (node: Node) => ReadonlyArray<Node | undefined>

/** Finds who uses what in a program. */
export const usesOf = (program: Program): Uses => {
  const uses = new Map<Node, ReadonlyArray<Array<Node | undefined>>>()
  const add = ({ index, node }: Value, user: Node | undefined) => {
    const ofOutputs = uses.get(node) ?? node.outputs.map(() => [])
    uses.set(node, ofOutputs)
    ofOutputs[index]!.push(user)
  }
  const roots = programRoots(program)
  for (const node of topologicalOrder(roots)) for (const input of node.inputs) add(input, node)
  for (const root of roots) add(root, undefined)
  return (node) => uses.get(node)?.[0] ?? []
}
