import type { DepthRule } from "@ebcle/core"
import { additive } from "./additive.ts"
import { multiplicative } from "./multiplicative.ts"
import { proportional } from "./proportional.ts"
import type { Rule } from "./rule.ts"

/** Every depth rule by the name that a study calls it by. */
export const rules: { readonly [N in DepthRule["rule"]]: Rule<Extract<DepthRule, { readonly rule: N }>> } = {
  additive,
  multiplicative,
  proportional
}

/** The rule of a study's choice, its parameters' type forgotten: they are those of this rule, as the name says. */
export const ruleOf = ({ rule }: DepthRule): Rule<DepthRule> => rules[rule] as Rule<DepthRule>
