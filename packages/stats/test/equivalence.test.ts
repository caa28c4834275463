import { assert, describe, expect, it } from "vitest"
import { equivalence } from "../src/equivalence.ts"
import { isRefusal } from "../src/testResult.ts"
import { wilcoxonEquivalence } from "../src/wilcoxonEquivalence.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

type Outcome = readonly [statistic: number, pValue: number]

interface Ranks {
  readonly nonZero: number
  readonly statistic: number
  readonly pValue: number
}

interface Case extends GoldenSample {
  readonly alpha: number
  readonly margin: number
  readonly pValue: number
  readonly above: Outcome
  readonly below: Outcome
  readonly interval: readonly [lower: number, upper: number]
  readonly ranks: { readonly above: Ranks; readonly below: Ranks }
}

const six = (difference: number) => Array.from({ length: 6 }, () => difference)
const options = { margin: 0.01, alpha: 0.05 }

describe("equivalence", () => {
  it("agrees with statsmodels' ttost_paired", () => {
    const cases = golden<Case>("equivalence")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const verdicts = new Set<string>()
    for (const { alpha, margin, pValue, above, below, interval, ...sample } of cases) {
      const actual = equivalence(goldenSample(sample), { margin, alpha })
      assert(!isRefusal(actual))
      expectClose(actual.pValue, pValue, 1e-9)
      expectClose(actual.above.statistic, above[0], 1e-9, Math.max(1, Math.abs(above[0])))
      expectClose(actual.above.pValue, above[1], 1e-9)
      expectClose(actual.below.statistic, below[0], 1e-9, Math.max(1, Math.abs(below[0])))
      expectClose(actual.below.pValue, below[1], 1e-9)
      expectClose(actual.interval.lower, interval[0], 1e-9, margin)
      expectClose(actual.interval.upper, interval[1], 1e-9, margin)
      expect(actual.verdict).toBe(interval[0] > -margin && interval[1] < margin ? "equivalent" : "not shown")
      verdicts.add(actual.verdict)
    }
    expect(verdicts.size).toBe(2)
  })

  it("decides by the mean alone when all differences are equal", () => {
    expect(equivalence(six(0), options)).toMatchObject({ pValue: 0, verdict: "equivalent" })
    expect(equivalence(six(0.02), options)).toMatchObject({ pValue: 1, verdict: "not shown" })
    expect(equivalence(six(0.94 - 0.93), options)).toMatchObject({ pValue: 0.5, verdict: "not shown" })
  })

  it("refuses five pairs at 0.05, and rejects misuse", () => {
    expect(equivalence([0, 0, 0, 0, 0], options)).toMatchObject({ name: "equivalence", n: 5, needed: 6 })
    expect(() => equivalence(six(0), { margin: 0, alpha: 0.05 })).toThrow(RangeError)
    expect(() => equivalence(six(0), { margin: 1, alpha: 0.5 })).toThrow(RangeError)
  })
})

describe("wilcoxonEquivalence", () => {
  it("agrees with all assignments of signs of either shift", () => {
    for (const { alpha, margin, ranks, ...sample } of golden<Case>("equivalence")) {
      const actual = wilcoxonEquivalence(goldenSample(sample), { margin, alpha })
      assert(!isRefusal(actual))
      for (const side of ["above", "below"] as const) {
        expect(actual[side]).toMatchObject({ nonZero: ranks[side].nonZero, statistic: ranks[side].statistic })
        expectClose(actual[side].pValue, ranks[side].pValue)
      }
      expectClose(actual.pValue, Math.max(ranks.above.pValue, ranks.below.pValue))
      expect(actual.verdict).toBe(actual.pValue <= alpha ? "equivalent" : "not shown")
    }
  })

  it("has an interval within the margin where it says equivalent, without ties", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const values = goldenSample({ seed: 3 * seed, n: 6 + (seed % 20), law: 2 })
      const result = wilcoxonEquivalence(values, { margin: 0.5, alpha: 0.05 })
      assert(!isRefusal(result))
      const { interval, verdict } = result
      expect(interval.lower > -0.5 && interval.upper < 0.5).toBe(verdict === "equivalent")
    }
  })

  it("finds zeros equivalent from six pairs on, and refuses five", () => {
    expect(wilcoxonEquivalence(six(0), options)).toMatchObject({ pValue: 1 / 64, verdict: "equivalent" })
    expect(wilcoxonEquivalence([0, 0, 0, 0, 0], options)).toMatchObject({ verdict: "refused", needed: 6 })
  })
})
