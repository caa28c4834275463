import type { DepthRule } from "@ebcle/core"
import { expect, it } from "vitest"
import { ruleName } from "../src/ruleName.ts"

it("says what a depth rule is set to only where another goes by the same", () => {
  const nat: DepthRule = { rule: "additive", delta: 1, quantile: 0.95 }
  const bit: DepthRule = { rule: "additive", delta: Math.LN2, quantile: 0.95 }
  const stages: DepthRule = { rule: "multiplicative", ratio: 4, quantile: 0.95 }
  const all = [nat, bit, stages]
  expect(all.map((rule) => ruleName(rule, all))).toEqual(["additive δ = 1", "additive δ = 0.693", "multiplicative"])
  expect(ruleName(nat, [nat, stages])).toBe("additive")
  const layers: DepthRule = { rule: "proportional", layers: 50 }
  expect(ruleName(layers, [layers, layers])).toBe("proportional of 50 layers")
  expect(ruleName(stages, [stages, stages])).toBe("multiplicative ratio 4")
})
