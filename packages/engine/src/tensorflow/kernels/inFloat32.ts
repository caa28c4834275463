import { applyAll, type Node, type Operation, type Replacement } from "@ebcle/tensor"
import type { Uses } from "./usesOf.ts"

/**
 * Puts an operation that gives float32, whatever its operands are, in the place of a node. Undefined where somebody
 * reads the node's bfloat16 otherwise than to make float32 of it.
 */
export const inFloat32 = <A>(
  node: Node,
  operation: Operation<A>,
  needs: Replacement["needs"],
  attributes: A,
  uses: Uses
): ReadonlyArray<readonly [Node, Replacement]> | undefined => {
  const replaced = [
    node,
    { needs, make: (operands) => applyAll(operation, operands, attributes) }
  ] as const satisfies readonly [Node, Replacement]
  if (node.outputs[0]!.dtype === "float32") return [replaced]
  const users = uses(node)
  const isCast = (user: Node | undefined): user is Node =>
    user?.operation.name === "cast" && user.outputs[0]!.dtype === "float32"
  if (!users.every(isCast)) return undefined
  const itself: Replacement = { needs: [{ node, index: 0 }], make: (values) => values }
  return [replaced, ...users.map((user) => [user, itself] as const)]
}
