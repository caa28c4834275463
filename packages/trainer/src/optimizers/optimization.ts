import { multiply, sizeOf, subtract, type Update, type Value, variable, variableName } from "@ebcle/tensor"
import type { StateVariable } from "../stateVariable.ts"

/** A parameter with the gradient of the loss, both float32. */
export interface Slope {
  readonly parameter: Value
  readonly gradient: Value
  /** λ; 0 for what is not to be decayed. */
  readonly weightDecay: number
}

/** The moment of a step. */
export interface StepTime {
  /** float32[] */
  readonly learningRate: Value
  /** int32[], the steps done before this one. */
  readonly step: Value
  /** How many steps there are in all. */
  readonly totalSteps: number
}

/** What an optimizer does in a step: updates of the parameters and of its own variables, the slots. */
export interface Optimization {
  readonly updates: ReadonlyArray<Update>
  readonly slots: ReadonlyArray<StateVariable>
}

/** A variable of an optimizer beside a parameter, all of whose elements start with `start`. */
export const slot = (name: string, parameter: Value, start = 0): StateVariable => ({
  variable: variable(`${name}/${variableName(parameter)}`, parameter.shape),
  initial: () => new Float32Array(sizeOf(parameter.shape)).fill(start)
})

/** w ← w − rate · direction. */
export const descend = (parameter: Value, direction: Value, rate: Value): Update => ({
  kind: "assign",
  variable: parameter,
  value: subtract(parameter, multiply(direction, rate))
})
