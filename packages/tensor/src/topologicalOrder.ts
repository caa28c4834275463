import type { Node, Value } from "./value.ts"

/** All nodes that the values depend on, each after its inputs; the order is a function of the program alone. */
export const topologicalOrder = (values: Iterable<Value>): ReadonlyArray<Node> => {
  const order: Array<Node> = []
  const seen = new Set<Node>()
  // A stack of our own: a deep network would overflow the call stack.
  const stack: Array<{ readonly node: Node; next: number }> = []
  const visit = (node: Node) => {
    if (seen.has(node)) return
    seen.add(node)
    stack.push({ node, next: 0 })
  }
  for (const value of values) {
    visit(value.node)
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const input = top.node.inputs[top.next++]
      if (input !== undefined) visit(input.node)
      else order.push(stack.pop()!.node)
    }
  }
  return order
}
