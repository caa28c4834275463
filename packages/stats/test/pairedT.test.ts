import { assert, describe, expect, it } from "vitest"
import { pairedT } from "../src/pairedT.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly values: ReadonlyArray<number>
  readonly level: number
  readonly statistic: number
  readonly pValue: number
  readonly lower: number
  readonly upper: number
}

const tested = (differences: ReadonlyArray<number>, level = 0.95) => {
  const result = pairedT(differences, { level })
  assert(!isRefusal(result))
  return result
}

describe("pairedT", () => {
  it("agrees with scipy.stats.ttest_1samp", () => {
    const cases = golden<Case>("pairedT")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { values, level, statistic, pValue, lower, upper } of cases) {
      const actual = tested(values, level)
      const width = upper - lower
      expect(actual.df).toBe(values.length - 1)
      expectClose(actual.statistic, statistic, 1e-10, Math.max(Math.abs(statistic), 1e-3))
      expectClose(actual.pValue, pValue)
      expectClose(actual.interval.lower, lower, 1e-10, width)
      expectClose(actual.interval.upper, upper, 1e-10, width)
    }
  })

  it("gives Student's own result for the sleep data (1908): t = 4.06 on 9 degrees of freedom, p = 0.0028", () => {
    const result = tested([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4])
    expect(result.statistic).toBeCloseTo(4.0621, 4)
    expect(result.pValue).toBeCloseTo(0.002833, 6)
    expect(result.interval.lower).toBeCloseTo(0.7001142, 6)
    expect(result.interval.upper).toBeCloseTo(2.4598858, 6)
  })

  it("shrinks to the mean when all differences are equal", () => {
    expect(tested([2, 2, 2])).toMatchObject({ sd: 0, statistic: Infinity, pValue: 0, interval: { lower: 2, upper: 2 } })
    expect(tested([-2, -2])).toMatchObject({ statistic: -Infinity, pValue: 0 })
    expect(tested([0, 0, 0])).toMatchObject({ sd: 0, statistic: 0, pValue: 1, interval: { lower: 0, upper: 0 } })
  })

  it("sees differences that are equal but for rounding as equal", () => {
    const differences = [0.93 - 0.92, 0.94 - 0.93, 0.12 - 0.11]
    expect(new Set(differences).size).toBe(3)
    expect(tested(differences)).toMatchObject({ sd: 0, statistic: Infinity, pValue: 0 })
  })

  it("refuses fewer than two pairs", () => {
    const reason = "one pair has no standard deviation: run at least 2 pairs"
    const refusal = { name: "paired t", n: 1, verdict: "refused", needed: 2, reason }
    expect(pairedT([1], { level: 0.95 })).toEqual(refusal)
    expect(pairedT([], { level: 0.95 })).toMatchObject({
      n: 0,
      reason: "no pairs have no standard deviation: run at least 2 pairs"
    })
  })

  it("rejects misuse", () => {
    expect(() => pairedT([1, Infinity], { level: 0.95 })).toThrow(RangeError)
    expect(() => pairedT([1, 2], { level: 95 })).toThrow(
      new RangeError("level must lie strictly between 0 and 1, but is 95")
    )
  })
})
