import { type Node, type Program, programRoots, topologicalOrder } from "@ebcle/tensor"

/** The nodes of a program in the order of TensorFlow's executor: each as soon as its operands are there. */
export const runningOrder = (program: Program): ReadonlyArray<Node> => {
  const nodes = topologicalOrder(programRoots(program))
  const readers = new Map<Node, Array<Node>>(nodes.map((node) => [node, []]))
  const missing = new Map<Node, number>()
  for (const node of nodes) {
    const operands = new Set(node.inputs.map((input) => input.node))
    missing.set(node, operands.size)
    for (const operand of operands) readers.get(operand)!.push(node)
  }
  const ready = nodes.filter((node) => missing.get(node) === 0)
  for (let next = 0; next < ready.length; next++) {
    for (const reader of readers.get(ready[next]!)!) {
      const left = missing.get(reader)! - 1
      missing.set(reader, left)
      if (left === 0) ready.push(reader)
    }
  }
  return ready
}
