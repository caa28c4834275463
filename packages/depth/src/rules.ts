import type { DepthRule } from "@ebcle/core"
import { additive } from "./additive.ts"
import type { Rule } from "./rule.ts"

/** Every depth rule by the name that a study calls it by. */
export const rules: { readonly [N in DepthRule["rule"]]: Rule<Extract<DepthRule, { readonly rule: N }>> } = { additive }
