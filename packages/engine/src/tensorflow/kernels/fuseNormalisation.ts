import {
  applyAll,
  type BatchNormAttributes,
  constant,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  type SplitAttributes,
  showType,
  topologicalOrder,
  type Value
} from "@ebcle/tensor"
import { type Activation, fusedNorm, fusedNormGradient } from "./fusedNorm.ts"
import { type Uses, usesOf } from "./usesOf.ts"

type Output = Replacement["needs"][number]

const is = (node: Node | undefined, operation: string): boolean => node?.operation.name === operation

/** An addition of two tensors of one type, neither of which repeats. */
const isPlainSum = (node: Node | undefined): boolean =>
  node?.operation.name === "add" && showType(node.inputs[0]!) === showType(node.inputs[1]!)

const output = (node: Node, index = 0): Output => ({ node, index })

const redirect = (to: Output): Replacement => ({ needs: [to], make: (values) => values })

/** Whether a value depends on a node. */
const dependsOn = (value: Value, node: Node): boolean => topologicalOrder([value]).includes(node)

/** What follows a batch norm and can be done in its pass. */
interface Tail {
  readonly activation: Activation
  readonly side: Value | undefined
  /** The last node whose place the fused operation takes. */
  readonly last: Node
}

const tailOf = (norm: Node, uses: Uses): Tail => {
  const plain: Tail = { activation: "none", side: undefined, last: norm }
  const users = uses(norm)
  const swish = users.find((user) => is(user, "swish"))
  if (swish !== undefined && users.every((user) => user === swish || is(user, "swishGradient"))) {
    return { activation: "swish", side: undefined, last: swish }
  }
  const [user] = users
  if (users.length !== 1 || user === undefined) return plain
  if (is(user, "relu")) return { activation: "relu", side: undefined, last: user }
  if (!isPlainSum(user)) return plain
  const side = user.inputs.find((input) => input.node !== norm)
  if (side === undefined || dependsOn(side, norm)) return plain
  const [next, ...others] = uses(user)
  return others.length === 0 && next !== undefined && is(next, "relu")
    ? { activation: "relu", side, last: next }
    : { activation: "none", side, last: user }
}

/** What else is added to the gradient of an input that others use too: the sum, and a tensor with where to begin in it. */
interface Addend {
  readonly sum: Node
  readonly of: Value
  readonly channel: number
}

/** Where the channels of a value lie in a tensor that they were cut out of; in itself where they were not. */
const channelsOf = (value: Value): { readonly of: Value; readonly channel: number } => {
  const { index, node } = value
  if (!is(node, "split")) return { of: value, channel: 0 }
  const { axis, sizes } = node.attributes as SplitAttributes
  const channel = sizes.slice(0, index).reduce((sum, size) => sum + size, 0)
  return axis === 3 ? { of: node.inputs[0]!, channel } : { of: value, channel: 0 }
}

/** A dense block adds the first channels of the gradient of what comes after: they are added where they lie. */
const addendOf = (gradient: Node, uses: Uses): Addend | undefined => {
  const [sum, ...others] = uses(gradient)
  if (sum === undefined || others.length > 0 || !isPlainSum(sum)) return undefined
  const other = sum.inputs.find(({ index, node }) => node !== gradient || index !== 0)
  return other === undefined || dependsOn(other, gradient) ? undefined : { sum, ...channelsOf(other) }
}

/** The gradient of a batch norm, with how it comes back through the tail. */
const planGradient = (
  gradient: Node,
  norm: Node,
  { activation, last, side: added }: Tail,
  { taken, uses }: { readonly taken: Set<Node>; readonly uses: Uses }
): ReadonlyArray<readonly [Node, Replacement]> => {
  const [dy, x, scale] = gradient.inputs as [Value, Value, Value]
  const throughActivation = activation === "none" ? undefined : dy.node
  const incoming = throughActivation === undefined ? dy : throughActivation.inputs[0]!
  // Where others read what comes through the activation, the kernel writes it down for them.
  const side = throughActivation !== undefined && uses(throughActivation).some((user) => user !== gradient)
  const summed =
    isPlainSum(incoming.node) &&
    !taken.has(incoming.node) &&
    uses(incoming.node).every((user) => user === (throughActivation ?? gradient))
  const parts = summed ? incoming.node.inputs : [incoming]
  if (summed) taken.add(incoming.node)
  const found = addendOf(gradient, uses)
  const addend = found !== undefined && !taken.has(found.sum) ? found : undefined
  if (addend !== undefined) taken.add(addend.sum)
  const masked = activation === "relu" && added !== undefined
  const fused: Replacement = {
    needs: [
      x,
      scale,
      norm.inputs[2]!,
      output(norm, 3),
      output(norm, 4),
      ...(masked ? [output(last)] : []),
      ...parts,
      ...(addend === undefined ? [] : [addend.of])
    ],
    make: (inputs) =>
      applyAll(fusedNormGradient, inputs, {
        ...(norm.attributes as BatchNormAttributes),
        activation,
        masked,
        side,
        addendChannel: addend?.channel
      })
  }
  return [
    [gradient, fused],
    ...(side ? ([[throughActivation, redirect(output(gradient, 3))]] as const) : []),
    ...(addend === undefined ? [] : ([[addend.sum, redirect(output(gradient))]] as const))
  ]
}

/** Whether the gradient comes back through the activation in the way that the kernel knows. */
const isThrough = (gradient: Node, norm: Node, { activation, last }: Tail): boolean => {
  const { node } = gradient.inputs[0]!
  switch (activation) {
    case "none":
      return true
    case "relu":
      return is(node, "reluGradient") && node.inputs[1]!.node === last
    case "swish":
      return is(node, "swishGradient") && node.inputs[1]!.node === norm
  }
}

/**
 * Replaces batch norms by operations that do the addition and the activation after it in the same pass, and their
 * gradients by operations that come back through both.
 *
 * A batch norm, an addition and a ReLU read and write an image nine times on the way there and back; fused, five.
 */
export const fuseNormalisation = (program: Program): Program => {
  const uses = usesOf(program)
  const replacements = new Map<Node, Replacement>()
  /** Sums of gradients that a kernel does: each is done by one. */
  const taken = new Set<Node>()
  const nodes = topologicalOrder(programRoots(program))
  const gradients = new Map<Node, Node>()
  for (const node of nodes) if (is(node, "batchNormGradient")) gradients.set(node.inputs[3]!.node, node)
  for (const norm of nodes) {
    if (!is(norm, "batchNorm")) continue
    const gradient = gradients.get(norm)
    const found = tailOf(norm, uses)
    // A sum that another batch norm has taken already is that one's.
    const free = gradient === undefined || isThrough(gradient, norm, found)
    const tail: Tail =
      free && !replacements.has(found.last) ? found : { activation: "none", side: undefined, last: norm }
    const { activation, last, side } = tail
    replacements.set(norm, {
      needs: [...norm.inputs, ...(side === undefined ? [] : [side])],
      make: (inputs) => [
        ...applyAll(fusedNorm, inputs, { ...(norm.attributes as BatchNormAttributes), activation }),
        constant([], [0])
      ]
    })
    if (last !== norm) replacements.set(last, redirect(output(norm)))
    if (gradient !== undefined) {
      for (const [node, replacement] of planGradient(gradient, norm, tail, { taken, uses }))
        replacements.set(node, replacement)
    }
  }
  return rewriteProgram(program, replacements)
}
