import { constant, gather, minimum, scalar, type Value } from "@ebcle/tensor"
import type { StepTime } from "./optimization.ts"

/** Below this, β^t is lost beside 1 in float32. */
const negligible = 2 ** -25

/**
 * 1 / (1 − β^t) of the t-th step, the first being 1: what makes a mean that started with 0 one of all steps.
 *
 * It is looked up, for in float32 the difference from 1 would lose most of its digits.
 */
export const biasCorrection = (beta: number, { step, totalSteps }: StepTime): Value => {
  const table: Array<number> = []
  for (let power = beta; table.length < totalSteps; power *= beta) {
    table.push(1 / (1 - power))
    if (power < negligible) break
  }
  return gather(constant(table, [table.length]), minimum(step, scalar(table.length - 1, "int32")))
}
