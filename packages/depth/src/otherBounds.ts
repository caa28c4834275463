import type { DepthRule, RuledBound } from "@ebcle/core"
import type { ImageTask } from "./rule.ts"
import { ruleOf } from "./rules.ts"

/** Rules that a bound is set beside, with the parameters that `packages/depth/README.md` has worked numbers for. */
const known: ReadonlyArray<DepthRule> = [
  { rule: "additive", delta: 1, quantile: 0.95 },
  { rule: "additive", delta: Math.LN2, quantile: 0.95 },
  { rule: "multiplicative", ratio: 4, quantile: 0.95 },
  { rule: "proportional", layers: 50 }
]

/** Rules are flat records of texts and numbers. */
const isSame = (a: DepthRule, b: DepthRule): boolean =>
  Object.entries(a).every(([key, value]) => b[key as keyof DepthRule] === value)

/** What the rules other than `chosen` say of a dataset, from its entropies in nats, ascending. */
export const otherBounds = (chosen: DepthRule, sorted: Float64Array, task: ImageTask): ReadonlyArray<RuledBound> =>
  known
    .filter((rule) => !isSame(rule, chosen))
    .map((rule) => {
      const { bound, derivation, unit } = ruleOf(rule)
      return { rule, bound: bound(sorted, rule, task), unit, derivation: derivation(sorted, rule, task) }
    })
