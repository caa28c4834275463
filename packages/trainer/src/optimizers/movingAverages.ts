import {
  add,
  cast,
  divide,
  minimum,
  multiply,
  scalar,
  subtract,
  type Update,
  type Value,
  variable,
  variableName
} from "@ebcle/tensor"
import type { StateVariable } from "../stateVariable.ts"
import { assignments } from "./assignments.ts"

/**
 * Adds averages of what updates make of some variables: a ← a + (1 − d) · (w − a), where
 * d = min(decay, (1 + t) / (10 + t)) after t steps, so that the start is soon forgotten.
 *
 * Source: Polyak and Juditsky 1992 for averaging; TensorFlow's `ExponentialMovingAverage` with `num_updates`.
 *
 * @param step int32[], the steps done before this one
 */
export const movingAverages = (
  updates: ReadonlyArray<Update>,
  averaged: ReadonlyArray<StateVariable>,
  decay: number,
  step: Value
): { readonly updates: ReadonlyArray<Update>; readonly averages: ReadonlyArray<StateVariable> } => {
  const assigned = updates.flatMap(assignments)
  const after = new Map(assigned.map(({ value, variable }) => [variable.node, value]))
  // 1 − d as 9 / min(10 + t, 9 / (1 − decay)): the difference itself would lose digits.
  const share = divide(scalar(9), minimum(add(cast(step, "float32"), scalar(11)), scalar(9 / (1 - decay))))
  const averages = averaged.map((of) => ({
    variable: variable(`average/${variableName(of.variable)}`, of.variable.shape),
    initial: of.initial
  }))
  const steps = averages.map(({ variable: average }, i): Update => {
    const distance = subtract(after.get(averaged[i]!.variable.node)!, average)
    return { kind: "assign", variable: average, value: add(average, multiply(distance, share)) }
  })
  return { updates: [...assigned, ...steps], averages }
}
