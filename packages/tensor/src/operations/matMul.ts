import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** Which operands are read transposed. */
export interface MatMulAttributes {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

export const matMulOperation: Operation<MatMulAttributes> = {
  name: "matMul",
  precision: ["compute", "compute"],
  infer: ([a, b], { transposeA, transposeB }) => {
    const [rows, inner] = transposeA ? a!.shape.toReversed() : a!.shape
    const [innerB, columns] = transposeB ? b!.shape.toReversed() : b!.shape
    if (a!.shape.length !== 2 || b!.shape.length !== 2 || inner !== innerB || a!.dtype !== b!.dtype) {
      throw new TensorError("matMul", `${showType(a!)} and ${showType(b!)} do not multiply`)
    }
    return [{ shape: [rows!, columns!], dtype: a!.dtype }]
  },
  gradient: (node, [dy]) => {
    const [a, b] = node.inputs as [Value, Value]
    const { transposeA, transposeB } = node.attributes
    if (dy === undefined) return [undefined, undefined]
    return [
      transposeA ? matMul(b, dy, transposeB, true) : matMul(dy, b, false, !transposeB),
      transposeB ? matMul(dy, a, true, transposeA) : matMul(a, dy, !transposeA, false)
    ]
  },
  evaluate: ([a, b], { transposeA, transposeB }, [output]) => {
    const [rows, columns] = output!.shape as [number, number]
    const inner = a!.shape[transposeA ? 0 : 1]!
    const result = new Float64Array(rows * columns)
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0
        for (let k = 0; k < inner; k++) {
          sum +=
            a!.data[transposeA ? k * rows + i : i * inner + k]! * b!.data[transposeB ? j * inner + k : k * columns + j]!
        }
        result[i * columns + j] = sum
      }
    }
    return [result]
  }
}

/**
 * Matrix product of floats [m, k] and [k, n] -> [m, n], either read transposed. Throws TensorError where they do not
 * multiply.
 */
export const matMul = (a: Value, b: Value, transposeA = false, transposeB = false): Value =>
  apply(matMulOperation, [a, b], { transposeA, transposeB })
