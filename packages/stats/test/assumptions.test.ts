import { assert, describe, expect, it } from "vitest"
import { bartlettTest } from "../src/bartlettTest.ts"
import { leveneTest } from "../src/leveneTest.ts"
import { shapiroWilk } from "../src/shapiroWilk.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface ShapiroCase extends GoldenSample {
  readonly statistic: number
  readonly pValue: number
}

type Outcome = readonly [statistic: number, pValue: number]

interface SpreadCase {
  readonly groups: ReadonlyArray<GoldenSample>
  readonly mean: Outcome
  readonly median: Outcome
  readonly bartlett: Outcome
}

describe("shapiroWilk", () => {
  it("agrees with scipy.stats.shapiro", () => {
    const cases = golden<ShapiroCase>("shapiroWilk")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { statistic, pValue, ...sample } of cases) {
      const actual = shapiroWilk(goldenSample(sample))
      assert(!isRefusal(actual))
      expectClose(actual.statistic, statistic, 1e-8)
      // To 1e-8 of the whole range of a p, as SciPy takes it from 1 where n is 3, which leaves it the digits of 1.
      expectClose(actual.pValue, pValue, 1e-8, 1)
      if (pValue > 1e-6) expectClose(actual.pValue, pValue, 3e-8)
    }
  })

  it("gives Shapiro and Wilk's own W of the weights of eleven men: 0.79", () => {
    const result = shapiroWilk([148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236])
    assert(!isRefusal(result))
    expect(result.statistic).toBeCloseTo(0.79, 2)
    expect(result.pValue).toBeLessThan(0.01)
  })

  it("finds nothing in equal values, and refuses two", () => {
    expect(shapiroWilk([2, 2, 2, 2])).toMatchObject({ statistic: 1, pValue: 1 })
    expect(shapiroWilk([1, 2])).toMatchObject({
      verdict: "refused",
      needed: 3,
      reason: "2 values always look normal: give at least 3"
    })
    expect(() => shapiroWilk(Array.from({ length: 5001 }, (_, i) => i))).toThrow(RangeError)
  })
})

describe("leveneTest and bartlettTest", () => {
  it("agree with scipy.stats.levene and bartlett", () => {
    const cases = golden<SpreadCase>("spreads")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { groups, bartlett, ...expected } of cases) {
      const values = groups.map(goldenSample)
      for (const centre of ["mean", "median"] as const) {
        const actual = leveneTest(values, { centre })
        assert(!isRefusal(actual))
        expectClose(actual.statistic, expected[centre][0], 1e-9, Math.max(expected[centre][0], 1e-3))
        expectClose(actual.pValue, expected[centre][1], 1e-9)
      }
      const actual = bartlettTest(values)
      assert(!isRefusal(actual))
      expectClose(actual.statistic, bartlett[0], 1e-9, Math.max(bartlett[0], 1e-3))
      expectClose(actual.pValue, bartlett[1], 1e-9)
    }
  })

  it("tell spread from none", () => {
    const [still, moving] = [
      [1, 1, 1],
      [1, 2, 4]
    ]
    expect(bartlettTest([still, moving])).toMatchObject({ statistic: Infinity, pValue: 0 })
    expect(bartlettTest([still, still])).toMatchObject({ statistic: 0, pValue: 1 })
    expect(leveneTest([still, still], { centre: "mean" })).toMatchObject({ statistic: 0, pValue: 1 })
    expect(leveneTest([still, [3, 4, 3, 4]], { centre: "mean" })).toMatchObject({ statistic: Infinity, pValue: 0 })
  })

  it("refuse groups that are too small, and reject one group", () => {
    expect(bartlettTest([[1], [1, 2]])).toMatchObject({ verdict: "refused", n: 1, needed: 2 })
    expect(
      leveneTest(
        [
          [1, 2],
          [1, 2, 3]
        ],
        { centre: "median" }
      )
    ).toMatchObject({
      name: "Brown-Forsythe",
      n: 2,
      needed: 3
    })
    expect(() => bartlettTest([[1, 2]])).toThrow(new RangeError("groups must be at least 2, but there are 1"))
    expect(() => leveneTest([[1, NaN, 2], [1]], { centre: "mean" })).toThrow(
      new RangeError("groups[0] must be finite numbers, but groups[0][1] is NaN")
    )
  })
})
