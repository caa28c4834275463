/** Element types of a tensor program. `bfloat16` and `float16` appear only after a precision policy was applied. */
export type DType = "float32" | "bfloat16" | "float16" | "int32" | "uint8" | "bool"

/** Sizes along each axis; [] is a scalar. Images are [N, H, W, C]. */
export type Shape = ReadonlyArray<number>

/** Shape and element type of a value. */
export interface TensorType {
  readonly shape: Shape
  readonly dtype: DType
}

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1)

/** Whether two shapes are equal axis by axis. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((axis, i) => axis === b[i])

/** Whether arithmetic on the type is rounded. */
export const isFloat = (dtype: DType): boolean => dtype === "float32" || isHalf(dtype)

/** Whether a number of the type takes 16 bits. */
export const isHalf = (dtype: DType): dtype is "bfloat16" | "float16" => dtype === "bfloat16" || dtype === "float16"

/** "float32[128,28,28,1]", as error messages show a type. */
export const showType = ({ dtype, shape }: TensorType): string => `${dtype}[${shape.join(",")}]`
