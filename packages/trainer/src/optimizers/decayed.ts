import { add, multiply, scalar, type Value } from "@ebcle/tensor"
import type { Slope } from "./optimization.ts"

/** x + λ · w: a gradient with that of the L2 penalty λ/2 · ‖w‖², or a step with decoupled decay. */
export const decayed = (x: Value, { parameter, weightDecay }: Slope): Value =>
  weightDecay > 0 ? add(x, multiply(parameter, scalar(weightDecay))) : x
