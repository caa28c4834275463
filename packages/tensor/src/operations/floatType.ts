import { TensorError } from "../tensorError.ts"
import { isFloat, showType, type TensorType } from "../tensorType.ts"

/** The operand's own type, which element-by-element operations give. Throws TensorError for integers and bool. */
export const floatType = (operation: string, x: TensorType): TensorType => {
  if (!isFloat(x.dtype)) throw new TensorError(operation, `${showType(x)} is not a float type; cast it first`)
  return x
}
