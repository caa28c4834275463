import { assert, describe, expect, it } from "vitest"
import { signTest } from "../src/signTest.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface Case extends GoldenSample {
  readonly level: number
  readonly statistic: number
  readonly nonZero: number
  readonly pValue: number
  readonly estimate: number
  readonly interval: readonly [lower: number, upper: number]
}

describe("signTest", () => {
  it("agrees with scipy.stats.binomtest and statsmodels' sign_test, and with the order statistics they imply", () => {
    const cases = golden<Case>("signTest")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { level, statistic, nonZero, pValue, estimate, interval, ...sample } of cases) {
      const actual = signTest(goldenSample(sample), { level })
      assert(!isRefusal(actual))
      expect(actual).toMatchObject({ statistic, nonZero })
      expectClose(actual.pValue, pValue)
      expectClose(actual.estimate, estimate, 1e-14)
      expect(actual.interval).toEqual({ lower: interval[0], upper: interval[1] })
    }
  })

  it("gives the textbook p of nine positive differences among ten: 22/1024", () => {
    expect(signTest([1, 2, 3, 4, 5, 6, 7, 8, 9, -1], { level: 0.95 })).toMatchObject({
      statistic: 9,
      pValue: 22 / 1024
    })
  })

  it("finds nothing in zeros", () => {
    expect(signTest([0, 0, 0, 0, 0, 0], { level: 0.95 })).toMatchObject({
      nonZero: 0,
      statistic: 0,
      pValue: 1,
      smallestPValue: 1,
      interval: { lower: 0, upper: 0 }
    })
  })

  it("refuses what its signs cannot show, and says how many pairs could", () => {
    expect(signTest([1, 2, 3, 4, 5], { level: 0.95 })).toEqual({
      name: "sign test",
      n: 5,
      verdict: "refused",
      needed: 6,
      reason:
        "5 pairs cannot give an interval at level 0.95 by their signs (the smallest attainable p is 0.0625): " +
        "run at least 6 pairs"
    })
    for (const level of [0.9, 0.9375]) {
      expect(signTest([1, 2, 3, 4, 5], { level })).toMatchObject({ interval: { lower: 1, upper: 5 } })
    }
  })

  it("rejects misuse", () => {
    expect(() => signTest([NaN], { level: 0.95 })).toThrow(RangeError)
    expect(() => signTest([1], { level: 1 })).toThrow(RangeError)
  })
})
