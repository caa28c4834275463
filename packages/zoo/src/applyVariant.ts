import type { Variant } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { restrict } from "./restrict.ts"

/** The network that a study's variant makes of a baseline, given the bound on its non-identity blocks. */
export const applyVariant = (baseline: Architecture, variant: Variant, bound: number): Architecture => {
  switch (variant.transform) {
    case "baseline":
      return baseline
    case "restricted":
      return restrict(baseline, bound, variant.budget)
  }
}
