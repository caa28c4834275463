import type { Budget } from "@ebcle/core"
import { countActivations } from "./activations.ts"
import type { Architecture } from "./architecture.ts"
import { countMacs, countParameters } from "./counts.ts"
import { grouped } from "./grouped.ts"

/** Seconds of a training step of a network, as a cost model knows them. */
export type StepTime = (architecture: Architecture) => number

/** What a budget limits. */
interface Spending {
  /** Of the baseline's cost. */
  readonly fraction: number
  /** What is spent, as it stands behind a number. */
  readonly what: string
  readonly cost: (architecture: Architecture) => number
  readonly show: (cost: number) => string
}

/** What a budget limits, and how much of it. Throws RangeError for a budget of time without `stepTime`. */
export const spending = (budget: Exclude<Budget, "none">, stepTime: StepTime | undefined): Spending => {
  if ("macs" in budget) {
    return { fraction: budget.macs, what: "multiply-adds", cost: countMacs, show: grouped }
  }
  if ("parameters" in budget) {
    const cost = (of: Architecture) => countParameters(of).trainable
    return { fraction: budget.parameters, what: "parameters", cost, show: grouped }
  }
  if ("memory" in budget) {
    return { fraction: budget.memory, what: "bytes of activations", cost: countActivations, show: grouped }
  }
  if (stepTime === undefined) throw new RangeError("a budget of time needs a cost model")
  const milliseconds = (seconds: number) => (1000 * seconds).toPrecision(5)
  return { fraction: budget.time, what: "ms a step by the cost model", cost: stepTime, show: milliseconds }
}
