import type { Optimizer } from "@ebcle/core"
import type { Optimization, Slope, StepTime } from "./optimization.ts"
import { sgd } from "./sgd.ts"

/** One step of the optimizer that a recipe names. */
export const optimize = (optimizer: Optimizer, slopes: ReadonlyArray<Slope>, time: StepTime): Optimization => {
  switch (optimizer.algorithm) {
    case "sgd":
      return sgd(optimizer, slopes, time)
  }
}
