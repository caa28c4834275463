import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { quantile } from "../src/quantile.ts"
import { summary } from "../src/summary.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly values: ReadonlyArray<number>
  readonly mean: number
  readonly sd: number | null
  readonly min: number
  readonly max: number
  readonly median: number
  readonly quantiles: ReadonlyArray<readonly [p: number, value: number]>
}

describe("summary", () => {
  it("agrees with NumPy", () => {
    const cases = golden<Case>("summary")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { values, mean, sd, min, max, median, quantiles } of cases) {
      const actual = summary(values)
      const largest = Math.max(...values.map(Math.abs))
      expect(actual).toMatchObject({ n: values.length, min, max })
      expectClose(actual.mean, mean, 1e-14, largest)
      if (sd === null) expect(actual.sd).toBeUndefined()
      else expectClose(actual.sd!, sd)
      expectClose(actual.median, median)
      for (const [p, value] of quantiles) expectClose(quantile(values, p), value, 1e-14, largest)
    }
  })

  it("gives equal values a spread of exactly 0", () => {
    expect(summary([0.1, 0.1, 0.1])).toEqual({ n: 3, mean: 0.1, sd: 0, min: 0.1, max: 0.1, median: 0.1 })
  })

  it("survives NIST's ill-conditioned NumAcc4: mean 10000000.2, sd 0.1", () => {
    const values = Array.from({ length: 1001 }, (_, i) =>
      i === 0 ? 10000000.2 : i % 2 === 1 ? 10000000.1 : 10000000.3
    )
    const { mean, sd } = summary(values)
    expectClose(mean, 10000000.2, 1e-15)
    expectClose(sd!, 0.1, 1e-7)
  })

  it("neither overflows nor underflows", () => {
    expectClose(summary([-1e308, 1e308]).sd!, Math.SQRT2 * 1e308)
    expectClose(summary([1e-300, 3e-300]).sd!, Math.SQRT2 * 1e-300)
  })

  it("holds min <= mean <= max and does not depend on order", () => {
    const sample = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 1 })
    fc.assert(
      fc.property(sample, (values) => {
        const { mean, min, max, median } = summary(values)
        const slack = 1e-14 * Math.max(-min, max)
        expect(mean).toBeGreaterThanOrEqual(min - slack)
        expect(mean).toBeLessThanOrEqual(max + slack)
        expect(summary(values.toReversed()).median).toBe(median)
      }),
      { seed: 1 }
    )
  })

  it("rejects what is not a sample", () => {
    expect(() => summary([])).toThrow(new RangeError("values must hold at least one number"))
    expect(() => summary([1, NaN])).toThrow(new RangeError("values must be finite numbers, but values[1] is NaN"))
    expect(() => quantile([1], 1.5)).toThrow(new RangeError("p must lie in [0, 1], but is 1.5"))
  })
})
