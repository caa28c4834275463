import type { Optimizer } from "@ebcle/core"
import { divide, less, multiply, scalar, sqrt, type Value, where } from "@ebcle/tensor"
import { decayed } from "./decayed.ts"
import { moments } from "./moments.ts"
import { descend, type Optimization, type Slope, type StepTime } from "./optimization.ts"
import { squaredNorm } from "./squaredNorm.ts"

/** ‖w‖ / ‖r‖, and 1 where one of them is 0. */
const trustRatio = (w: Value, r: Value): Value => {
  const [length, step] = [sqrt(squaredNorm(w)), sqrt(squaredNorm(r))]
  return where(less(scalar(0), multiply(length, step)), divide(length, step), scalar(1))
}

/**
 * LAMB, for large batches: r = m̂ / (√v̂ + ε) + λ · w; w ← w − rate · ‖w‖ / ‖r‖ · r, for each parameter by itself.
 *
 * Source: You et al. 2020, algorithm 2 with φ the identity. Weight decay stands inside the ratio, as there.
 */
export const lamb = (
  settings: Extract<Optimizer, { algorithm: "lamb" }>,
  slopes: ReadonlyArray<Slope>,
  time: StepTime
): Optimization => {
  const { directions, slots, updates } = moments(settings, slopes, time)
  const descent = slopes.map((slope, i) => {
    const direction = decayed(directions[i]!, slope)
    return descend(slope.parameter, direction, multiply(time.learningRate, trustRatio(slope.parameter, direction)))
  })
  return { slots, updates: [...updates, ...descent] }
}
