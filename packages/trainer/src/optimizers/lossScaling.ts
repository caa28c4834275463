import {
  add,
  divide,
  equal,
  multiply,
  reduceSum,
  scalar,
  type Update,
  type Value,
  variable,
  where
} from "@ebcle/tensor"
import type { StateVariable } from "../stateVariable.ts"
import { type Assignment, assignments } from "./assignments.ts"

/** Where the scale starts, and after how many steps without overflow it doubles: PyTorch's `GradScaler`. */
const start = 2 ** 16
const growthInterval = 2000

/** How a step in float16 keeps small gradients from becoming zero. */
export interface LossScaling {
  /** float32[]: what the loss is multiplied with before it is differentiated. */
  readonly scale: Value
  /** Gradients of the scaled loss, float32, as those of the loss. */
  readonly unscale: (gradients: ReadonlyArray<Value>) => ReadonlyArray<Value>
  /** The updates of a step, undone if one of the gradients is not finite; and those of the scale. */
  readonly guard: (updates: ReadonlyArray<Update>, gradients: ReadonlyArray<Value>) => ReadonlyArray<Update>
  readonly state: ReadonlyArray<StateVariable>
}

/** Zero where all elements are finite, and not a number otherwise. */
const zeroIfFinite = (x: Value): Value =>
  reduceSum(
    multiply(x, scalar(0)),
    x.shape.map((_, axis) => axis)
  )

/**
 * Dynamic loss scaling: the scale halves after a step whose gradients overflow, which changes nothing else, and doubles after
 * 2000 steps without. All scales are powers of two, so that scaling rounds nothing.
 *
 * A step that is left out still counts for schedules and bias corrections. Source: Micikevicius et al. 2018, section 3.2.
 */
export const lossScaling = (): LossScaling => {
  const scale = variable("lossScale", [])
  const steady = variable("lossScale.steadySteps", [])
  return {
    scale,
    unscale: (gradients) => gradients.map((gradient) => divide(gradient, scale)),
    guard: (updates, gradients) => {
      const finite = equal(gradients.map(zeroIfFinite).reduce(add), scalar(0))
      const guarded = updates
        .flatMap(assignments)
        .map((update): Assignment => ({ ...update, value: where(finite, update.value, update.variable) }))
      const more = add(steady, scalar(1))
      const grows = equal(more, scalar(growthInterval))
      const next = where(grows, multiply(scale, scalar(2)), scale)
      return [
        ...guarded,
        { kind: "assign", variable: scale, value: where(finite, next, multiply(scale, scalar(0.5))) },
        { kind: "assign", variable: steady, value: where(finite, where(grows, scalar(0), more), scalar(0)) }
      ]
    },
    state: [
      { variable: scale, initial: () => Float32Array.of(start) },
      { variable: steady, initial: () => Float32Array.of(0) }
    ]
  }
}
