import type { Optimizer } from "@ebcle/core"
import { decayed } from "./decayed.ts"
import { moments } from "./moments.ts"
import { descend, type Optimization, type Slope, type StepTime } from "./optimization.ts"

/**
 * Adam, weight decay as an L2 penalty: w ← w − rate · m̂ / (√v̂ + ε) with the moments of g + λ · w.
 *
 * Source: Kingma and Ba 2015, algorithm 1, as in PyTorch's Adam.
 */
export const adam = (
  settings: Extract<Optimizer, { algorithm: "adam" }>,
  slopes: ReadonlyArray<Slope>,
  time: StepTime
): Optimization => {
  const penalised = slopes.map((slope) => ({ ...slope, gradient: decayed(slope.gradient, slope) }))
  const { directions, slots, updates } = moments(settings, penalised, time)
  const descent = slopes.map(({ parameter }, i) => descend(parameter, directions[i]!, time.learningRate))
  return { slots, updates: [...updates, ...descent] }
}
