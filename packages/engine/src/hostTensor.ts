import { type Shape, showType, sizeOf, type TensorType } from "@ebcle/tensor"
import { EngineError } from "./engineError.ts"

/** A tensor in the memory of this process, elements in row-major order. */
export type HostTensor =
  | { readonly dtype: "float32"; readonly shape: Shape; readonly data: Float32Array }
  | { readonly dtype: "int32"; readonly shape: Shape; readonly data: Int32Array }
  | { readonly dtype: "uint8"; readonly shape: Shape; readonly data: Uint8Array }

/** Tensors by name. */
export type HostTensors = Readonly<Record<string, HostTensor>>

/** A float32 tensor; the data are not copied. */
export const float32 = (data: Float32Array, shape: Shape = [data.length]): HostTensor => ({
  dtype: "float32",
  shape,
  data
})

/** An int32 tensor; the data are not copied. */
export const int32 = (data: Int32Array, shape: Shape = [data.length]): HostTensor => ({ dtype: "int32", shape, data })

/** A uint8 tensor; the data are not copied. */
export const uint8 = (data: Uint8Array, shape: Shape): HostTensor => ({ dtype: "uint8", shape, data })

/** A copy of elements of an engine as a tensor of a type that sessions exchange. */
export const copyToHost = ({ dtype, shape }: TensorType, elements: ArrayLike<number>): HostTensor => {
  switch (dtype) {
    case "float32":
      return float32(Float32Array.from(elements), shape)
    case "int32":
      return int32(Int32Array.from(elements), shape)
    case "uint8":
      return uint8(Uint8Array.from(elements), shape)
    default:
      throw new TypeError(`no tensor of a process has elements of type ${dtype}`)
  }
}

/** A WrongBinding error if the tensor is not of the type that `name` wants. */
export const misfit = (name: string, wanted: TensorType, given: HostTensor | undefined): EngineError | undefined => {
  if (given === undefined) {
    return new EngineError({
      reason: "WrongBinding",
      message: `"${name}" was given no tensor; it needs ${showType(wanted)}.`
    })
  }
  if (showType(given) === showType(wanted) && given.data.length === sizeOf(wanted.shape)) return undefined
  return new EngineError({
    reason: "WrongBinding",
    message: `"${name}" was given ${showType(given)} with ${given.data.length} elements; it needs ${showType(wanted)}.`
  })
}
