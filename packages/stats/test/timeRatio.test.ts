import { assert, describe, expect, it } from "vitest"
import { isRefusal } from "../src/testResult.ts"
import { timeRatio } from "../src/timeRatio.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly variant: ReadonlyArray<number>
  readonly baseline: ReadonlyArray<number>
  readonly level: number
  readonly ratio: number
  readonly statistic: number
  readonly pValue: number
  readonly lower: number
  readonly upper: number
}

const tested = (variant: ReadonlyArray<number>, baseline: ReadonlyArray<number>, level = 0.95) => {
  const result = timeRatio(variant, baseline, { level })
  assert(!isRefusal(result))
  return result
}

describe("timeRatio", () => {
  it("agrees with SciPy's paired t test on log times", () => {
    const cases = golden<Case>("timeRatio")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { variant, baseline, level, ratio, statistic, pValue, lower, upper } of cases) {
      const actual = tested(variant, baseline, level)
      expectClose(actual.ratio, ratio)
      expectClose(actual.statistic, statistic)
      expectClose(actual.pValue, pValue)
      expectClose(actual.interval.lower, lower)
      expectClose(actual.interval.upper, upper)
    }
  })

  it("is the one ratio when all ratios are equal", () => {
    const result = tested([1, 2, 3], [2, 4, 6])
    expect(result).toMatchObject({ sdLog: 0, statistic: -Infinity, pValue: 0 })
    expectClose(result.ratio, 0.5)
    expectClose(result.interval.lower, 0.5)
    expect(tested([3, 5], [3, 5])).toMatchObject({
      ratio: 1,
      statistic: 0,
      pValue: 1,
      interval: { lower: 1, upper: 1 }
    })
  })

  it("inverts when the arms are exchanged", () => {
    const forward = tested([3, 5, 9], [4, 4, 4])
    const backward = tested([4, 4, 4], [3, 5, 9])
    expectClose(backward.ratio, 1 / forward.ratio)
    expectClose(backward.interval.lower, 1 / forward.interval.upper)
  })

  it("refuses fewer than two pairs", () => {
    expect(timeRatio([1], [2], { level: 0.95 })).toMatchObject({
      name: "time ratio",
      n: 1,
      verdict: "refused",
      needed: 2
    })
  })

  it("rejects misuse", () => {
    expect(() => tested([1, 0], [1, 1])).toThrow(
      new RangeError("variantSeconds must be above 0, but variantSeconds[1] is 0")
    )
    expect(() => tested([1, 1], [-1, 1])).toThrow(RangeError)
    expect(() => tested([1, 1, 1], [1, 1])).toThrow(
      new RangeError("times must come in pairs, but there are 3 variant and 2 baseline")
    )
    expect(() => tested([1, NaN], [1, 1])).toThrow(RangeError)
  })
})
