import { smallestPValue } from "./minimumPairs.ts"
import type { Refusal } from "./testResult.ts"

/** The refusal of a test that needs more pairs; `lack` follows the count: "5 pairs" + "cannot ...". */
export const tooFewPairs = (name: string, n: number, needed: number, lack: string): Refusal => ({
  name,
  n,
  verdict: "refused",
  needed,
  reason: `${n} ${n === 1 ? "pair" : "pairs"} ${lack}: run at least ${needed} pairs`
})

/** The same of a test without pairs. */
export const tooFewValues = (name: string, n: number, needed: number, lack: string): Refusal => ({
  name,
  n,
  verdict: "refused",
  needed,
  reason: `${n} ${n === 1 ? "value" : "values"} ${lack}: give at least ${needed}`
})

/** The refusal of a test that needs a standard deviation. */
export const tooFewForSpread = (name: string, n: number): Refusal => ({
  name,
  n,
  verdict: "refused",
  needed: 2,
  reason: `${n === 1 ? "one pair has" : "no pairs have"} no standard deviation: run at least 2 pairs`
})

/** The refusal where the exact two-sided Wilcoxon test could not reach alpha, whatever the differences. */
export const tooFewForAlpha = (name: string, n: number, needed: number, alpha: number): Refusal =>
  tooFewPairs(
    name,
    n,
    needed,
    `cannot reach p ≤ ${alpha} in an exact two-sided Wilcoxon signed-rank test ` +
      `(the smallest attainable p is ${smallestPValue(n)})`
  )

/** The refusal of a test of signs, of which n pairs have too few assignments for its level. */
export const tooFewForSigns = (name: string, n: number, needed: number, level: number): Refusal =>
  tooFewPairs(
    name,
    n,
    needed,
    `cannot give an interval at level ${level} by their signs (the smallest attainable p is ${smallestPValue(n)})`
  )
