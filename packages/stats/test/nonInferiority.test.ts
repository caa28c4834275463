import fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { nonInferiority } from "../src/nonInferiority.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly values: ReadonlyArray<number>
  readonly margin: number
  readonly alpha: number
  readonly statistic: number
  readonly pValue: number
  readonly lowerBound: number
  readonly signedRank: { readonly statistic: number; readonly pValue: number }
}

interface TiedCase {
  readonly variant: ReadonlyArray<number>
  readonly baseline: ReadonlyArray<number>
  readonly margin: number
  readonly shifted: { readonly statistic: number; readonly pValue: number; readonly nonZero: number }
}

const tested = (differences: ReadonlyArray<number>, options: { readonly margin: number; readonly alpha: number }) => {
  const result = nonInferiority(differences, options)
  assert(!isRefusal(result))
  return result
}

const six = (difference: number) => Array.from({ length: 6 }, () => difference)

describe("nonInferiority", () => {
  it("agrees with scipy.stats.ttest_1samp and wilcoxon, one-sided", () => {
    const cases = golden<Case>("nonInferiority")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    const verdicts = new Set<string>()
    for (const { values, margin, alpha, statistic, pValue, lowerBound, signedRank } of cases) {
      const actual = tested(values, { margin, alpha })
      expectClose(actual.statistic, statistic, 1e-10, Math.max(Math.abs(statistic), 1e-3))
      expectClose(actual.pValue, pValue)
      expectClose(actual.lowerBound, lowerBound, 1e-10, actual.sd)
      expect(actual.interval).toEqual({ lower: actual.lowerBound, upper: Infinity })
      expect(actual.verdict).toBe(lowerBound > -margin ? "non-inferior" : "not shown")
      expect(actual.signedRank.statistic).toBe(signedRank.statistic)
      expectClose(actual.signedRank.pValue, signedRank.pValue)
      verdicts.add(actual.verdict)
    }
    expect(verdicts.size).toBe(2)
  })

  it("has a companion that agrees with all 2^n sign assignments, ties and zeros included", () => {
    const cases = golden<TiedCase>("wilcoxonTied").filter(({ variant }) => variant.length >= 6)
    expect(cases.length).toBeGreaterThanOrEqual(50)
    for (const { variant, baseline, margin, shifted } of cases) {
      const differences = variant.map((count, i) => count / 1000 - baseline[i]! / 1000)
      const { signedRank } = tested(differences, { margin: margin / 1000, alpha: 0.05 })
      expect(signedRank).toMatchObject({ statistic: shifted.statistic, nonZero: shifted.nonZero })
      expectClose(signedRank.pValue, shifted.pValue)
    }
  })

  it("refuses the verdict below six pairs at alpha 0.05, whatever the differences", () => {
    expect(nonInferiority([9, 9, 9, 9, 9], { margin: 0.1, alpha: 0.05 })).toEqual({
      name: "non-inferiority",
      n: 5,
      verdict: "refused",
      needed: 6,
      reason:
        "5 pairs cannot reach p ≤ 0.05 in an exact two-sided Wilcoxon signed-rank test " +
        "(the smallest attainable p is 0.0625): run at least 6 pairs"
    })
    expect(nonInferiority([], { margin: 0.1, alpha: 0.01 })).toMatchObject({ verdict: "refused", needed: 8 })
    expect(nonInferiority([9, 9, 9], { margin: 0.1, alpha: 0.4 })).toMatchObject({ verdict: "non-inferior" })
  })

  it("decides by the mean alone when all differences are equal", () => {
    const options = { margin: 0.01, alpha: 0.05 }
    expect(tested(six(0), options)).toMatchObject({ pValue: 0, lowerBound: 0, verdict: "non-inferior" })
    expect(tested(six(-0.02), options)).toMatchObject({ pValue: 1, lowerBound: -0.02, verdict: "not shown" })
  })

  it("does not take rounding at the margin for evidence", () => {
    const differences = six(0.93 - 0.94)
    expect(differences[0]).toBeGreaterThan(-0.01)
    const result = tested(differences, { margin: 0.01, alpha: 0.05 })
    expect(result).toMatchObject({ statistic: 0, verdict: "not shown", signedRank: { nonZero: 0, pValue: 1 } })
    expectClose(result.pValue, 0.5)
  })

  it("never loses a verdict to a wider margin or a better variant", () => {
    const differences = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 6, maxLength: 15 })
    const step = fc.integer({ min: 1, max: 10 })
    fc.assert(
      fc.property(differences, step, step, (values, margin, more) => {
        const alpha = 0.05
        const narrow = tested(values, { margin, alpha })
        const wide = tested(values, { margin: margin + more, alpha })
        const better = tested(
          values.map((value) => value + more),
          { margin, alpha }
        )
        const slack = 1 + 1e-9
        expect(wide.pValue).toBeLessThanOrEqual(narrow.pValue * slack)
        expect(wide.signedRank.pValue).toBeLessThanOrEqual(narrow.signedRank.pValue * slack)
        expectClose(better.pValue, wide.pValue, 1e-9)
        expectClose(better.signedRank.pValue, wide.signedRank.pValue)
      }),
      { seed: 3 }
    )
  })

  it("rejects misuse", () => {
    expect(() => nonInferiority(six(0), { margin: 0, alpha: 0.05 })).toThrow(
      new RangeError("margin must lie strictly between 0 and Infinity, but is 0")
    )
    expect(() => nonInferiority(six(0), { margin: 1, alpha: 0.5 })).toThrow(RangeError)
    expect(() => nonInferiority(six(NaN), { margin: 1, alpha: 0.05 })).toThrow(RangeError)
  })
})
