import { add, divide, minimum, multiply, scalar, sqrt, type Value } from "@ebcle/tensor"
import { squaredNorm } from "./squaredNorm.ts"

/**
 * Gradients scaled down together to a global norm of `largest` where it is more: g · min(1, largest / ‖g‖).
 *
 * Source: Pascanu et al. 2013, algorithm 1, as TensorFlow's `clip_by_global_norm`.
 */
export const clipByGlobalNorm = (gradients: ReadonlyArray<Value>, largest: number): ReadonlyArray<Value> => {
  const norm = sqrt(gradients.map(squaredNorm).reduce(add))
  const factor = minimum(divide(scalar(largest), norm), scalar(1))
  return gradients.map((gradient) => multiply(gradient, factor))
}
