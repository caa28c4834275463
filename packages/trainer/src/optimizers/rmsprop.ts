import type { Optimizer } from "@ebcle/core"
import { add, divide, multiply, scalar, sqrt, subtract, type Update } from "@ebcle/tensor"
import { decayed } from "./decayed.ts"
import { type Optimization, type Slope, type StepTime, slot } from "./optimization.ts"

/**
 * RMSProp with momentum μ, weight decay as an L2 penalty, in TensorFlow's form, which EfficientNet was trained with.
 *
 * s ← ρ · s + (1 − ρ) · g²; u ← μ · u + rate · g / √(s + ε); w ← w − u. The mean square s starts with 1. PyTorch's form
 * has ε outside the root, s from 0 and the rate outside u. Source: Hinton 2012, lecture 6e; TensorFlow's RMSPropOptimizer.
 */
export const rmsprop = (
  { epsilon, momentum, rho }: Extract<Optimizer, { algorithm: "rmsprop" }>,
  slopes: ReadonlyArray<Slope>,
  { learningRate }: StepTime
): Optimization => {
  const parts = slopes.map((slope) => {
    const { parameter } = slope
    const slots = [slot("meanSquare", parameter, 1), slot("velocity", parameter)] as const
    const [{ variable: meanSquare }, { variable: velocity }] = slots
    const gradient = decayed(slope.gradient, slope)
    const square = add(multiply(meanSquare, scalar(rho)), multiply(multiply(gradient, gradient), scalar(1 - rho)))
    const normalised = divide(gradient, sqrt(add(square, scalar(epsilon))))
    const step = add(multiply(velocity, scalar(momentum)), multiply(normalised, learningRate))
    const updates: ReadonlyArray<Update> = [
      { kind: "assign", variable: meanSquare, value: square },
      { kind: "assign", variable: velocity, value: step },
      { kind: "assign", variable: parameter, value: subtract(parameter, step) }
    ]
    return { slots, updates }
  })
  return { slots: parts.flatMap(({ slots }) => slots), updates: parts.flatMap(({ updates }) => updates) }
}
