import { add, multiply, scalar, type Value } from "@ebcle/tensor"
import type { Slope } from "./optimization.ts"

/** The gradient with that of the penalty λ/2 · ‖w‖²: g + λ · w. */
export const penalised = ({ gradient, parameter, weightDecay }: Slope): Value =>
  weightDecay > 0 ? add(gradient, multiply(parameter, scalar(weightDecay))) : gradient
