import {
  applyAll,
  cast,
  type DType,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  topologicalOrder
} from "@ebcle/tensor"

/** Types of 16 bits. */
type Half = Extract<DType, "bfloat16" | "float16">

/** What moves numbers and does not compute with them. */
const moves = new Set([
  "cast",
  "reshape",
  "after",
  "transpose",
  "concat",
  "split",
  "pad",
  "stridedSlice",
  "stridedSliceGradient",
  "broadcastTo"
])

const products = new Set(["conv2d", "conv2dInputGradient", "conv2dKernelGradient", "matMul"])

/** The operation on float32, its results rounded. */
const rounded = (node: Node, half: Half): Replacement => ({
  needs: node.inputs,
  make: (inputs) => {
    const widened = inputs.map((input) => (input.dtype === half ? cast(input, "float32") : input))
    const results = applyAll(node.operation, widened, node.attributes)
    return results.map((result, i) => (node.outputs[i]!.dtype === half ? cast(result, half) : result))
  }
})

const roundWhere = (program: Program, half: Half, isMeant: (operation: string) => boolean): Program =>
  rewriteProgram(
    program,
    new Map(
      topologicalOrder(programRoots(program))
        .filter(
          ({ inputs, operation, outputs }) =>
            isMeant(operation.name) && [...inputs, ...outputs].some(({ dtype }) => dtype === half)
        )
        .map((node) => [node, rounded(node, half)])
    )
  )

/**
 * The same program with what it computes in float16 computed in float32 and rounded to float16: for processors that multiply
 * no float16, on which TensorFlow lacks some kernels and has only slow ones of the others. Sums inside an operation are
 * float32 then, as on a GPU's tensor cores.
 */
export const roundToFloat16 = (program: Program): Program =>
  roundWhere(program, "float16", (operation) => !moves.has(operation))

/**
 * The same program with its products in bfloat16 computed in float32 and rounded to bfloat16, for processors that do not
 * multiply bfloat16. The operands are the same numbers, and sums inside an operation are float32 on those that do.
 */
export const roundToBfloat16 = (program: Program): Program =>
  roundWhere(program, "bfloat16", (operation) => products.has(operation))
