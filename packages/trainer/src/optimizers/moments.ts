import { add, divide, multiply, scalar, sqrt, type Update, type Value } from "@ebcle/tensor"
import type { StateVariable } from "../stateVariable.ts"
import { biasCorrection } from "./biasCorrection.ts"
import { type Slope, type StepTime, slot } from "./optimization.ts"

/** Which way the moments of the gradients point, for each slope, and how they are kept. */
export interface Moments {
  readonly directions: ReadonlyArray<Value>
  readonly updates: ReadonlyArray<Update>
  readonly slots: ReadonlyArray<StateVariable>
}

/**
 * m ← β1 · m + (1 − β1) · g; v ← β2 · v + (1 − β2) · g²; the direction is m̂ / (√v̂ + ε) with m̂ = m / (1 − β1^t) and
 * v̂ = v / (1 − β2^t). Source: Kingma and Ba 2015, algorithm 1.
 */
export const moments = (
  { beta1, beta2, epsilon }: { readonly beta1: number; readonly beta2: number; readonly epsilon: number },
  slopes: ReadonlyArray<Slope>,
  time: StepTime
): Moments => {
  const [firstCorrection, secondCorrection] = [biasCorrection(beta1, time), biasCorrection(beta2, time)]
  const mean = (old: Value, beta: number, next: Value): Value =>
    add(multiply(old, scalar(beta)), multiply(next, scalar(1 - beta)))
  const parts = slopes.map(({ gradient, parameter }) => {
    const slots = [slot("firstMoment", parameter), slot("secondMoment", parameter)] as const
    const [{ variable: m }, { variable: v }] = slots
    const [first, second] = [mean(m, beta1, gradient), mean(v, beta2, multiply(gradient, gradient))]
    const spread = add(sqrt(multiply(second, secondCorrection)), scalar(epsilon))
    const updates: ReadonlyArray<Update> = [
      { kind: "assign", variable: m, value: first },
      { kind: "assign", variable: v, value: second }
    ]
    return { slots, updates, direction: divide(multiply(first, firstCorrection), spread) }
  })
  return {
    directions: parts.map(({ direction }) => direction),
    updates: parts.flatMap(({ updates }) => updates),
    slots: parts.flatMap(({ slots }) => slots)
  }
}
