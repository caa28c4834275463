import type { Optimizer } from "@ebcle/core"
import { decayed } from "./decayed.ts"
import { type Optimization, type Slope, type StepTime, slot } from "./optimization.ts"

/**
 * Stochastic gradient descent with momentum μ, weight decay as an L2 penalty.
 *
 * u ← μ · u + g; w ← w − rate · (nesterov ? g + μ · u : u). Source: Sutskever et al. 2013, as in PyTorch's SGD.
 */
export const sgd = (
  { momentum, nesterov }: Extract<Optimizer, { algorithm: "sgd" }>,
  slopes: ReadonlyArray<Slope>,
  { learningRate }: StepTime
): Optimization => {
  const slots = slopes.map(({ parameter }) => slot("velocity", parameter))
  return {
    slots,
    updates: slopes.map((slope, i) => ({
      kind: "momentum",
      variable: slope.parameter,
      velocity: slots[i]!.variable,
      gradient: decayed(slope.gradient, slope),
      learningRate,
      momentum,
      nesterov
    }))
  }
}
