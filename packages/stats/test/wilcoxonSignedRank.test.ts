import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { minimumPairs, smallestPValue } from "../src/minimumPairs.ts"
import { signedRankLowerTail } from "../src/signedRankDistribution.ts"
import { wilcoxonSignedRank } from "../src/wilcoxonSignedRank.ts"
import { expectClose, golden } from "./golden.ts"

interface ContinuousCase {
  readonly values: ReadonlyArray<number>
  readonly level: number
  readonly statistic: number
  readonly pValue: number
  readonly estimate: number
  readonly interval: readonly [lower: number | null, upper: number | null]
}

interface TiedCase {
  readonly variant: ReadonlyArray<number>
  readonly baseline: ReadonlyArray<number>
  readonly statistic: number
  readonly nonZero: number
  readonly pValue: number
}

const level = 0.95

describe("wilcoxonSignedRank", () => {
  it("agrees with scipy.stats.wilcoxon and with the inversion of its test", () => {
    const cases = golden<ContinuousCase>("wilcoxonContinuous")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { values, statistic, pValue, estimate, interval, ...options } of cases) {
      const actual = wilcoxonSignedRank(values, options)
      const largest = Math.max(...values.map(Math.abs))
      expect(actual.statistic).toBe(statistic)
      expectClose(actual.pValue, pValue)
      expectClose(actual.estimate, estimate, 1e-14, largest)
      if (interval[0] === null) expect(actual.interval.lower).toBe(-Infinity)
      else expectClose(actual.interval.lower, interval[0], 1e-14, largest)
      if (interval[1] === null) expect(actual.interval.upper).toBe(Infinity)
      else expectClose(actual.interval.upper, interval[1], 1e-14, largest)
    }
  })

  it("agrees with all 2^n sign assignments when ties and zeros hide behind rounding", () => {
    const cases = golden<TiedCase>("wilcoxonTied")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { variant, baseline, statistic, nonZero, pValue } of cases) {
      const differences = variant.map((count, i) => count / 1000 - baseline[i]! / 1000)
      const actual = wilcoxonSignedRank(differences, { level })
      expect(actual).toMatchObject({ statistic, nonZero })
      expectClose(actual.pValue, pValue)
    }
  })

  it("gives the published result for Darwin's maize: W+ = 96, p = 0.0413", () => {
    const eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    const result = wilcoxonSignedRank(eighths, { level })
    expect(result.statistic).toBe(96)
    expect(result.pValue).toBeCloseTo(0.04126, 5)
    expectClose(result.effectSize, (96 - 24) / 120)
  })

  it("has as its smallest p what differences of one sign give", () => {
    for (const n of [1, 2, 5, 6, 20, 60]) {
      const result = wilcoxonSignedRank(
        Array.from({ length: n }, (_, i) => 1 + (i % 3)),
        { level }
      )
      expect(result.smallestPValue).toBe(smallestPValue(n))
      expect(result.pValue).toBe(smallestPValue(n))
      expect(result.effectSize).toBe(1)
      expect(Number.isFinite(result.interval.lower)).toBe(n >= 6)
    }
  })

  it("finds nothing in zeros", () => {
    expect(wilcoxonSignedRank([0, 0, 0, 0, 0, 0], { level })).toMatchObject({
      n: 6,
      nonZero: 0,
      statistic: 0,
      pValue: 1,
      smallestPValue: 1,
      estimate: 0,
      effectSize: 0,
      interval: { lower: 0, upper: 0 }
    })
  })

  it("turns with the sign of the differences and ignores their order and unit", () => {
    const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(sample, (values) => {
        const forward = wilcoxonSignedRank(values, { level })
        const backward = wilcoxonSignedRank(values.map((value) => -value).toReversed(), { level })
        const scaled = wilcoxonSignedRank(
          values.map((value) => value / 1000),
          { level }
        )
        expectClose(backward.pValue, forward.pValue)
        expectClose(backward.effectSize, -forward.effectSize)
        expectClose(backward.estimate, -forward.estimate)
        expectClose(backward.interval.lower, -forward.interval.upper)
        expect(scaled).toMatchObject({ statistic: forward.statistic, pValue: forward.pValue })
        expect(forward.pValue).toBeGreaterThanOrEqual(forward.smallestPValue * (1 - 1e-12))
        expect(forward.pValue).toBeLessThanOrEqual(1)
        expect(forward.interval.lower).toBeLessThanOrEqual(forward.estimate)
        expect(forward.interval.upper).toBeGreaterThanOrEqual(forward.estimate)
      }),
      { seed: 2 }
    )
  })

  it("rejects misuse", () => {
    expect(() => wilcoxonSignedRank([], { level })).toThrow(new RangeError("differences must hold at least one number"))
    expect(() => wilcoxonSignedRank([NaN], { level })).toThrow(RangeError)
    expect(() => wilcoxonSignedRank([1], { level: 1 })).toThrow(RangeError)
  })
})

describe("signedRankLowerTail", () => {
  it("sums to 1 over all sums, and stays exact where 2^n does not fit a double", () => {
    const ranks = Array.from({ length: 200 }, (_, i) => i + 1)
    expectClose(signedRankLowerTail(ranks, 20100), 1)
    expect(signedRankLowerTail(ranks, 0)).toBe(2 ** -200)
    // Sums 0, 1, 2 and 3 are reached by 1, 1, 1 and 2 subsets of the ranks.
    expect(signedRankLowerTail(ranks, 3)).toBe(5 * 2 ** -200)
  })
})

describe("minimumPairs", () => {
  it("is the first n whose smallest p is within alpha", () => {
    expect(smallestPValue(0)).toBe(1)
    expect(smallestPValue(5)).toBe(0.0625)
    expect(minimumPairs(0.05)).toBe(6)
    expect(minimumPairs(0.0625)).toBe(5)
    expect(minimumPairs(0.01)).toBe(8)
    expect(minimumPairs(0.001)).toBe(11)
  })

  it("rejects misuse", () => {
    expect(() => minimumPairs(0)).toThrow(RangeError)
    expect(() => smallestPValue(-1)).toThrow(RangeError)
    expect(() => smallestPValue(2.5)).toThrow(RangeError)
  })
})
