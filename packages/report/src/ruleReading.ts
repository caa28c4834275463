import type { DepthRule, EntropyProfile } from "@ebcle/core"
import { fixed, plain } from "./format.ts"
import { profileQuantile } from "./profileQuantile.ts"

/** The entropy that a depth rule reads off a profile, in nats. `exact` is false where it was read off the histogram. */
export interface RuleReading {
  /** As in the rule's formula. */
  readonly symbol: "Q" | "h"
  readonly what: string
  readonly value: number
  readonly exact: boolean
}

export const ruleReading = (profile: EntropyProfile, rule: DepthRule): RuleReading =>
  rule.rule === "proportional"
    ? { symbol: "h", what: "mean", value: profile.mean, exact: true }
    : { symbol: "Q", what: `${plain(rule.quantile)} quantile`, ...profileQuantile(profile, rule.quantile) }

/** `Q = 1.487`, or `Q ≈ 1.487` where it was read off the histogram. */
export const readingText = ({ exact, symbol, value }: RuleReading): string =>
  `${symbol} ${exact ? "=" : "≈"} ${fixed(value, 3)}`
