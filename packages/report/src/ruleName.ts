import type { DepthRule } from "@ebcle/core"
import { plain } from "./format.ts"

const parameter = (rule: DepthRule): string => {
  const short = (value: number) => plain(Number(value.toPrecision(3)))
  switch (rule.rule) {
    case "additive":
      return `δ = ${short(rule.delta)}`
    case "multiplicative":
      return `ratio ${short(rule.ratio)}`
    case "proportional":
      return `of ${short(rule.layers)} layers`
  }
}

/** The name of a depth rule, with what it is set to where a bound beside it goes by the same rule: `additive δ = 1`. */
export const ruleName = (rule: DepthRule, beside: ReadonlyArray<DepthRule>): string =>
  beside.filter((other) => other.rule === rule.rule).length > 1 ? `${rule.rule} ${parameter(rule)}` : rule.rule
