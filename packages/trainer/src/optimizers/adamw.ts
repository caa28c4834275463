import type { Optimizer } from "@ebcle/core"
import { decayed } from "./decayed.ts"
import { moments } from "./moments.ts"
import { descend, type Optimization, type Slope, type StepTime } from "./optimization.ts"

/**
 * Adam with decoupled weight decay: w ← w − rate · (m̂ / (√v̂ + ε) + λ · w).
 *
 * Source: Loshchilov and Hutter 2019, algorithm 2 with α = 1, as in PyTorch's AdamW.
 */
export const adamw = (
  settings: Extract<Optimizer, { algorithm: "adamw" }>,
  slopes: ReadonlyArray<Slope>,
  time: StepTime
): Optimization => {
  const { directions, slots, updates } = moments(settings, slopes, time)
  const descent = slopes.map((slope, i) => descend(slope.parameter, decayed(directions[i]!, slope), time.learningRate))
  return { slots, updates: [...updates, ...descent] }
}
