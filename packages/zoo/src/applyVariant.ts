import type { Variant } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { type BoundOnDepth, blocksWithin } from "./blocksWithin.ts"
import { restrict } from "./restrict.ts"
import type { StepTime } from "./spending.ts"
import { toDepth } from "./toDepth.ts"

/**
 * The network that a study's variant makes of a baseline, given the bound on its depth, and what a step takes
 * where the variant has a budget of time. Throws RangeError for such a budget without it.
 */
export const applyVariant = (
  baseline: Architecture,
  variant: Variant,
  bound: BoundOnDepth,
  stepTime?: StepTime
): Architecture => {
  switch (variant.transform) {
    case "baseline":
      return baseline
    case "restricted":
      return restrict(baseline, blocksWithin(baseline, bound), variant.budget, stepTime)
    case "depth":
      return toDepth(baseline, variant.blocks, variant.budget, stepTime)
  }
}
