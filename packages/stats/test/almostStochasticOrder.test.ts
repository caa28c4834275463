import { assert, describe, expect, it } from "vitest"
import { almostStochasticOrder } from "../src/almostStochasticOrder.ts"
import { violationRatio } from "../src/stochasticOrder.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly a: ReadonlyArray<number>
  readonly b: ReadonlyArray<number>
  readonly ratio: number
  /** Bootstrap standard error from 20,000 resamples, and the kurtosis of their ratios. */
  readonly error: number
  readonly kurtosis: number
  readonly deepsig?: number
  readonly deepsigRatio?: number
}

const cases = golden<Case>("stochasticOrder")
const options = { threshold: 0.5, alpha: 0.05, resamples: 2000, seed: 11 }

const tested = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) => {
  const result = almostStochasticOrder(a, b, options)
  assert(!isRefusal(result))
  return result
}

const sorted = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)

describe("violationRatio", () => {
  it("agrees with samples repeated to the same size, and with deepsig on a fine grid", () => {
    expect(cases).toHaveLength(200)
    for (const { a, b, deepsigRatio, ratio } of cases) {
      const found = violationRatio(sorted(a), sorted(b))
      expectClose(found, ratio, 1e-8, Math.max(ratio, 1e-8))
      expectClose(violationRatio(sorted(b), sorted(a)), 1 - ratio, 1e-8, 1)
      if (deepsigRatio !== undefined) expectClose(found, deepsigRatio, 2e-3, 1)
    }
  })

  it("knows no unit, and is 1/2 for equal samples", () => {
    expect(violationRatio([1e300, 2e300], [0, 3e300])).toBeCloseTo(0.5, 12)
    expect(violationRatio([1, 2], [1, 2])).toBe(0.5)
    expect(violationRatio([1, 2, 3], [0, 1])).toBe(0)
  })
})

describe("almostStochasticOrder", () => {
  it("has a standard error within three of its own from NumPy's bootstrap", () => {
    let outside = 0
    for (const { a, b, error, kurtosis } of cases) {
      const { standardError } = tested(a, b)
      // The relative error of an sd from B draws is √((κ - 1) / 4B); of both together.
      const tolerance = error * Math.sqrt(((kurtosis - 1) / 4) * (1 / options.resamples + 1 / 20000))
      if (Math.abs(standardError - error) > 3 * tolerance) outside += 1
      expect(Math.abs(standardError - error)).toBeLessThanOrEqual(4.5 * tolerance)
    }
    // One in 370 lies outside by chance.
    expect(outside).toBeLessThanOrEqual(3)
  })

  it("has deepsig's bound, but for its coarser grid", () => {
    const compared = cases.filter(({ deepsig }) => deepsig !== undefined)
    expect(compared).toHaveLength(8)
    for (const { a, b, deepsig, error } of compared) {
      // Both standard errors are from a thousand resamples or more: 3 % each, three times, at a quantile of 1.64.
      expect(Math.abs(tested(a, b).upperBound - deepsig!)).toBeLessThan(0.02 + 1.64 * 0.12 * error)
    }
  })

  it("says that an arm dominates one that it never falls behind", () => {
    const result = tested([5, 6, 7, 8], [1, 2, 3])
    expect(result).toMatchObject({ n: 3, statistic: 0, pValue: 0, upperBound: 0, verdict: "dominates" })
    expect(tested([1, 2, 3], [5, 6, 7])).toMatchObject({ statistic: 1, pValue: 1, verdict: "not shown" })
    expect(tested([1, 2, 3, 4], [1, 2, 3, 4]).pValue).toBeCloseTo(0.5, 10)
    expect(tested([3, 1, 2, 5], [2, 4, 0])).toEqual(tested([3, 1, 2, 5], [2, 4, 0]))
  })

  it("refuses samples that chance alone tells apart, and rejects misuse", () => {
    expect(almostStochasticOrder([5, 6], [1, 2, 3], options)).toEqual({
      name: "almost stochastic order",
      n: 2,
      verdict: "refused",
      needed: 3,
      reason: "equal arms of 2 and 3 scores lie apart more often than 0.05: run at least 3 seeds of each arm"
    })
    expect(() => tested([], [1])).toThrow(RangeError)
    expect(() => almostStochasticOrder([1], [1], { ...options, threshold: 0.6 })).toThrow(
      "threshold must lie in (0, 0.5]"
    )
    expect(() => almostStochasticOrder([1], [1], { ...options, resamples: 1 })).toThrow(RangeError)
  })
})
