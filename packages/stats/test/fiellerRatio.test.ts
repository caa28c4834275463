import { assert, describe, expect, it } from "vitest"
import { fiellerRatio } from "../src/fiellerRatio.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface Lifted extends GoldenSample {
  readonly shift: number
}

interface Case extends Lifted {
  readonly other: Lifted
  readonly level: number
  readonly shape: "bounded" | "complement" | "unbounded"
  readonly bounds: ReadonlyArray<number>
  readonly ratio: number
  readonly statistic: number
  readonly pValue: number
}

const lifted = (sample: Lifted) => goldenSample(sample).map((value) => value + sample.shift)
const level = 0.95

describe("fiellerRatio", () => {
  it("agrees with the roots of scipy's paired t test over all ratios, whatever their shape", () => {
    const cases = golden<Case>("fiellerRatio")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const shapes = new Set<string>()
    for (const { other, level, shape, bounds, ratio, statistic, pValue, ...sample } of cases) {
      const actual = fiellerRatio(lifted(sample), lifted(other), { level })
      assert(!isRefusal(actual))
      expect(actual.shape).toBe(shape)
      expectClose(actual.ratio, ratio, 1e-10, Math.max(1, Math.abs(ratio)))
      expectClose(actual.statistic, statistic, 1e-9, Math.max(1, Math.abs(statistic)))
      expectClose(actual.pValue, pValue, 1e-9)
      const found = shape === "bounded" ? actual.interval : actual.excluded
      expect(found === undefined).toBe(shape === "unbounded")
      if (found !== undefined) {
        expectClose(found.lower, bounds[0]!, 1e-8, Math.max(1, Math.abs(bounds[0]!)))
        expectClose(found.upper, bounds[1]!, 1e-8, Math.max(1, Math.abs(bounds[1]!)))
      }
      if (shape !== "bounded") expect(actual.interval).toEqual({ lower: -Infinity, upper: Infinity })
      shapes.add(shape)
    }
    expect(shapes.size).toBe(3)
  })

  it("is exact for times that differ by a factor alone", () => {
    const result = fiellerRatio([6, 8, 10], [12, 16, 20], { level })
    assert(!isRefusal(result))
    expect(result).toMatchObject({ ratio: 0.5, shape: "bounded" })
    expectClose(result.interval.lower, 0.5)
    expectClose(result.interval.upper, 0.5)
  })

  it("does not depend on the unit, from the smallest to the largest", () => {
    const reference = fiellerRatio([6, 8, 11], [12, 15, 20], { level })
    assert(!isRefusal(reference))
    for (const unit of [1e-300, 1e-9, 1e12, 1e300]) {
      const scaled = fiellerRatio(
        [6, 8, 11].map((value) => value * unit),
        [12, 15, 20].map((value) => value * unit),
        { level }
      )
      assert(!isRefusal(scaled))
      expectClose(scaled.interval.lower, reference.interval.lower)
      expectClose(scaled.interval.upper, reference.interval.upper)
    }
  })

  it("refuses one pair, and rejects misuse", () => {
    expect(fiellerRatio([1], [2], { level })).toMatchObject({ name: "Fieller ratio", verdict: "refused", needed: 2 })
    expect(() => fiellerRatio([1, 2], [2], { level })).toThrow(
      new RangeError("values must come in pairs, but there are 2 variant and 1 baseline")
    )
    expect(() => fiellerRatio([1, 2], [2, -2], { level })).toThrow(RangeError)
  })
})
