import type { Optimizer } from "@ebcle/core"
import { adam } from "./adam.ts"
import { adamw } from "./adamw.ts"
import { lamb } from "./lamb.ts"
import type { Optimization, Slope, StepTime } from "./optimization.ts"
import { rmsprop } from "./rmsprop.ts"
import { sgd } from "./sgd.ts"

/** One step of the optimizer that a recipe names. */
export const optimize = (optimizer: Optimizer, slopes: ReadonlyArray<Slope>, time: StepTime): Optimization => {
  switch (optimizer.algorithm) {
    case "sgd":
      return sgd(optimizer, slopes, time)
    case "adam":
      return adam(optimizer, slopes, time)
    case "adamw":
      return adamw(optimizer, slopes, time)
    case "rmsprop":
      return rmsprop(optimizer, slopes, time)
    case "lamb":
      return lamb(optimizer, slopes, time)
  }
}
