import {
  applyAll,
  cast,
  type Node,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  type TensorType,
  topologicalOrder
} from "@ebcle/tensor"

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

const isFloat16 = ({ dtype }: TensorType): boolean => dtype === "float16"

/** The operation on float32, its results rounded. */
const rounded = (node: Node): Replacement => ({
  needs: node.inputs,
  make: (inputs) => {
    const widened = inputs.map((input) => (isFloat16(input) ? cast(input, "float32") : input))
    const results = applyAll(node.operation, widened, node.attributes)
    return results.map((result, i) => (node.outputs[i]!.dtype === "float16" ? cast(result, "float16") : result))
  }
})

/**
 * The same program with what it computes in float16 computed in float32 and rounded to float16: for processors that multiply
 * no float16, on which TensorFlow lacks some kernels and has only slow ones of the others. Sums inside an operation are
 * float32 then, as on a GPU's tensor cores.
 */
export const roundToFloat16 = (program: Program): Program =>
  rewriteProgram(
    program,
    new Map(
      topologicalOrder(programRoots(program))
        .filter(
          ({ inputs, operation, outputs }) => !moves.has(operation.name) && [...inputs, ...outputs].some(isFloat16)
        )
        .map((node) => [node, rounded(node)])
    )
  )
