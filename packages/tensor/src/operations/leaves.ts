import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { type DType, isHalf, type Shape, sizeOf } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

const bound = (name: string) => () => {
  throw new TensorError(name, "has no value of its own; it is bound before evaluation")
}

/** A named tensor of state that outlives a run. */
export interface VariableAttributes {
  readonly name: string
  readonly shape: Shape
  readonly dtype: DType
}

export const variableOperation: Operation<VariableAttributes> = {
  name: "variable",
  precision: [],
  infer: (_, { dtype, shape }) => [{ dtype, shape }],
  evaluate: bound("variable")
}

/**
 * The value of a variable at the start of the run; updates take effect after it. One variable is one value: keep it.
 */
export const variable = (name: string, shape: Shape, dtype: DType = "float32"): Value =>
  apply(variableOperation, [], { name, shape, dtype })

/** Name of a variable. Throws TensorError if the value is something else. */
export const variableName = (value: Value): string => {
  if (value.node.operation !== (variableOperation as Operation)) {
    throw new TensorError("variable", `${value.node.operation.name} is not a variable`)
  }
  return (value.node.attributes as VariableAttributes).name
}

export const inputOperation: Operation<VariableAttributes> = {
  ...variableOperation,
  name: "input",
  evaluate: bound("input")
}

/** A named value that the caller gives for each run. */
export const input = (name: string, shape: Shape, dtype: DType = "float32"): Value =>
  apply(inputOperation, [], { name, shape, dtype })

/** A tensor that the program itself holds, elements in row-major order. */
export interface ConstantAttributes {
  readonly values: ReadonlyArray<number>
  readonly shape: Shape
  readonly dtype: DType
}

export const constantOperation: Operation<ConstantAttributes> = {
  name: "constant",
  precision: [],
  infer: (_, { dtype, shape, values }) => {
    if (values.length !== sizeOf(shape)) {
      throw new TensorError("constant", `${values.length} values do not fill the shape [${shape.join(",")}]`)
    }
    if (isHalf(dtype)) throw new TensorError("constant", `cannot be ${dtype}; cast a float32 constant`)
    return [{ dtype, shape }]
  },
  evaluate: (_, { values }) => [Float64Array.from(values)]
}

/**
 * A tensor known when the program is built; values in row-major order. Throws TensorError for another number of
 * values, or 16-bit floats.
 */
export const constant = (values: ReadonlyArray<number>, shape: Shape, dtype: DType = "float32"): Value =>
  apply(constantOperation, [], { values, shape, dtype })

/** A number as a value of no axes. */
export const scalar = (value: number, dtype: DType = "float32"): Value => constant([value], [], dtype)
