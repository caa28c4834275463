import { type DType, type Node, type Program, programRoots, sizeOf, type TensorType } from "@ebcle/tensor"
import { runningOrder } from "../runningOrder.ts"

const bytesPerElement: Readonly<Record<DType, number>> = {
  float32: 4,
  bfloat16: 2,
  float16: 2,
  int32: 4,
  uint8: 1,
  bool: 1
}

/** Bytes of a tensor. */
export const bytesOf = ({ dtype, shape }: TensorType): number => bytesPerElement[dtype] * sizeOf(shape)

/** Memory that one or more values stand for; `uses` are the reads still to come. */
interface Buffer {
  readonly bytes: number
  uses: number
}

/** What engines do without touching the data: the result is the first operand's memory. */
const views = new Set(["reshape", "after"])
/** What engines write over an operand of the same size that nobody reads any more. */
const inPlace = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "relu",
  "reluGradient",
  "sigmoid",
  "sigmoidGradient",
  "tanh",
  "tanhGradient",
  "fusedNormGradient"
])
/** State, and what is part of the program itself. */
const standing = new Set(["variable", "input", "constant"])

/**
 * The most bytes of intermediate tensors alive at once in a run of a program: variables are not among them.
 *
 * Every operation is taken to run as soon as its operands are there, in that order, as TensorFlow's executor does it, and
 * a tensor to live from its operation to the last one that reads it. What operations need within themselves is left out.
 */
export const peakMemory = (program: Program): number => {
  const roots = programRoots(program)
  const nodes = runningOrder(program)
  /** Reads of each output of each node, those of the program's own results included. */
  const reads = new Map<Node, Array<number>>(nodes.map((node) => [node, node.outputs.map(() => 0)]))
  for (const { inputs } of nodes) for (const { index, node } of inputs) reads.get(node)![index]! += 1
  for (const { index, node } of Object.values(program.outputs)) reads.get(node)![index]! += 1

  const buffers = new Map<Node, ReadonlyArray<Buffer>>()
  const bufferOf = ({ index, node }: { readonly index: number; readonly node: Node }) => buffers.get(node)![index]!
  let alive = 0
  let peak = 0

  const isRoot = (node: Node, index: number) => roots.some((root) => root.node === node && root.index === index)
  const allocate = (node: Node, index: number, uses: number): Buffer => {
    // What nobody reads is not made: a split is written as slices.
    const bytes = uses === 0 && !isRoot(node, index) ? 0 : bytesOf(node.outputs[index]!)
    const buffer = { bytes, uses }
    alive += buffer.bytes
    return buffer
  }
  const release = (buffer: Buffer) => {
    if (buffer.uses === 0) alive -= buffer.bytes
  }

  const run = (node: Node) => {
    const { name } = node.operation
    const uses = reads.get(node)!
    if (standing.has(name)) {
      buffers.set(
        node,
        node.outputs.map((_, i) => ({ bytes: 0, uses: uses[i]! }))
      )
      return
    }
    const operands = node.inputs.map(bufferOf)
    for (const operand of operands) operand.uses -= 1
    if (views.has(name)) {
      operands[0]!.uses += uses[0]!
      buffers.set(node, [operands[0]!])
      for (const operand of new Set(operands)) release(operand)
      return
    }
    const reused = inPlace.has(name)
      ? operands.find(
          (operand, i) =>
            operand.uses === 0 &&
            operand.bytes > 0 &&
            operand.bytes === bytesOf(node.outputs[0]!) &&
            // What is read twice by one operation is not its own.
            !operands.some((other, j) => i !== j && other === operand)
        )
      : undefined
    if (reused !== undefined) reused.uses = uses[0]!
    const results = uses.map((left, i) => (i === 0 && reused !== undefined ? reused : allocate(node, i, left)))
    peak = Math.max(peak, alive)
    buffers.set(node, results)
    for (const operand of new Set(operands)) if (operand !== reused) release(operand)
    for (const result of results) release(result)
  }

  for (const node of nodes) run(node)
  return peak
}
