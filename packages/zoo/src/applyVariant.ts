import type { Variant } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { type BoundOnDepth, blocksWithin } from "./blocksWithin.ts"
import { restrict } from "./restrict.ts"

/** The network that a study's variant makes of a baseline, given the bound on its depth. */
export const applyVariant = (baseline: Architecture, variant: Variant, bound: BoundOnDepth): Architecture => {
  switch (variant.transform) {
    case "baseline":
      return baseline
    case "restricted":
      return restrict(baseline, blocksWithin(baseline, bound), variant.budget)
  }
}
