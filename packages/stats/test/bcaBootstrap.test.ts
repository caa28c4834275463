import { assert, describe, expect, it } from "vitest"
import { bcaBootstrap } from "../src/bcaBootstrap.ts"
import { summary } from "../src/summary.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface Case extends GoldenSample {
  readonly level: number
  readonly resamples: number
  /** Seed of the resamples. */
  readonly draws: number
  /** Of the median, or else of the mean. */
  readonly median: boolean
  readonly estimate: number
  readonly standardError: number
  readonly interval: readonly [lower: number, upper: number]
}

const mean = (values: ReadonlyArray<number>) => summary(values).mean
const median = (values: ReadonlyArray<number>) => summary(values).median
const options = { level: 0.95, resamples: 1000, seed: 5 }

describe("bcaBootstrap", () => {
  it("agrees with scipy.stats.bootstrap given the same resamples", () => {
    const cases = golden<Case>("bcaBootstrap")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { level, resamples, draws, estimate, standardError, interval, ...sample } of cases) {
      const values = goldenSample(sample)
      const largest = Math.max(...values.map(Math.abs))
      const actual = bcaBootstrap(values, sample.median ? median : mean, { level, resamples, seed: draws })
      assert(!isRefusal(actual))
      expectClose(actual.estimate, estimate, 1e-12, largest)
      expectClose(actual.standardError, standardError, 1e-9)
      expectClose(actual.interval.lower, interval[0], 1e-8, largest)
      expectClose(actual.interval.upper, interval[1], 1e-8, largest)
    }
  })

  it("shrinks to the value where every resample gives it", () => {
    expect(bcaBootstrap([3, 3, 3, 3], mean, options)).toMatchObject({
      estimate: 3,
      standardError: 0,
      bias: 0,
      acceleration: 0,
      interval: { lower: 3, upper: 3 }
    })
  })

  it("stays within the resamples for a statistic that none of them reaches", () => {
    const largestGap = (values: ReadonlyArray<number>) => new Set(values).size
    const result = bcaBootstrap(
      Array.from({ length: 30 }, (_, i) => i),
      largestGap,
      options
    )
    assert(!isRefusal(result))
    expect(result.estimate).toBe(30)
    expect(result.interval.lower).toBeGreaterThan(0)
    expect(result.interval.upper).toBeLessThanOrEqual(30)
  })

  it("refuses samples with too few resamples, and says how many values have enough", () => {
    expect(bcaBootstrap([1, 2, 3], mean, options)).toMatchObject({ verdict: "refused", n: 3, needed: 4 })
    expect(bcaBootstrap([1, 2, 3], mean, { ...options, level: 0.9 })).toMatchObject({ n: 3, estimate: 2 })
  })

  it("rejects misuse", () => {
    expect(() => bcaBootstrap([1, 2, 3, 4], mean, { ...options, resamples: 99 })).toThrow(RangeError)
    expect(() => bcaBootstrap([1, 2, 3, 4], () => NaN, options)).toThrow(RangeError)
    expect(() => bcaBootstrap([1, 2, 3, Infinity], mean, options)).toThrow(RangeError)
  })
})
