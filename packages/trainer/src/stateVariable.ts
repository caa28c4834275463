import type { Value } from "@ebcle/tensor"

/** A float32 variable that a training changes from step to step, with the elements that it starts with. */
export interface StateVariable {
  readonly variable: Value
  readonly initial: (seed: number) => Float32Array
}
