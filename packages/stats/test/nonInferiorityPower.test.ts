import { describe, expect, it } from "vitest"
import { minimumPairs } from "../src/minimumPairs.ts"
import { noncentralTUpperTail } from "../src/noncentralT.ts"
import { nonInferiorityPower, requiredPairs } from "../src/nonInferiorityPower.ts"
import { expectClose, golden } from "./golden.ts"

interface TailCase {
  readonly t: number
  readonly df: number
  readonly noncentrality: number
  readonly upperTail: number
}

interface PowerCase {
  readonly sd: number
  readonly margin: number
  readonly alpha: number
  readonly n: number
  readonly power: number
  readonly target: number
  readonly pairs: number
}

describe("noncentralTUpperTail", () => {
  it("agrees with scipy.stats.nct", () => {
    const cases = golden<TailCase>("noncentralT")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { t, df, noncentrality, upperTail } of cases) {
      expectClose(noncentralTUpperTail(t, df, noncentrality), upperTail, 1e-11, 1)
    }
  })
})

describe("nonInferiorityPower", () => {
  it("agrees with statsmodels' TTestPower", () => {
    const cases = golden<PowerCase>("power")
    expect(cases.length).toBeGreaterThanOrEqual(100)
    for (const { power, ...design } of cases) expectClose(nonInferiorityPower(design), power)
  })

  it("is 0 where the test is refused and 1 where the margin dwarfs the spread", () => {
    expect(nonInferiorityPower({ n: 5, sd: 1, margin: 100, alpha: 0.05 })).toBe(0)
    expect(nonInferiorityPower({ n: 6, sd: 1e-9, margin: 100, alpha: 0.05 })).toBe(1)
    expect(nonInferiorityPower({ n: 6, sd: 1e-300, margin: 1e300, alpha: 0.05 })).toBe(1)
  })

  it("falls to alpha as the margin falls to 0", () => {
    expectClose(nonInferiorityPower({ n: 12, sd: 1, margin: 1e-13, alpha: 0.05 }), 0.05)
    expectClose(nonInferiorityPower({ n: 12, sd: 1e300, margin: 1e-300, alpha: 0.05 }), 0.05)
  })

  it("rejects misuse", () => {
    const design = { n: 8, sd: 1, margin: 1, alpha: 0.05 }
    expect(() => nonInferiorityPower({ ...design, n: 7.5 })).toThrow(
      new RangeError("n must be a whole number from 1, but is 7.5")
    )
    expect(() => nonInferiorityPower({ ...design, sd: 0 })).toThrow(RangeError)
    expect(() => nonInferiorityPower({ ...design, margin: -1 })).toThrow(RangeError)
    expect(() => nonInferiorityPower({ ...design, alpha: 0.5 })).toThrow(RangeError)
  })
})

describe("requiredPairs", () => {
  it("agrees with statsmodels' TTestPower, above the pairs that are refused", () => {
    for (const { target, pairs, sd, margin, alpha } of golden<PowerCase>("power")) {
      expect(requiredPairs({ sd, margin, alpha, power: target })).toBe(Math.max(pairs, minimumPairs(alpha)))
    }
  })

  it("answers large designs, and says when a design is out of reach", () => {
    // The normal approximation, ((1.6449 + 0.8416) / 0.005)^2 = 247302, is exact to a pair or two at this size.
    expect(requiredPairs({ sd: 1, margin: 0.005, alpha: 0.05, power: 0.8 })).toBeCloseTo(247304, -1)
    expect(() => requiredPairs({ sd: 1, margin: 1e-6, alpha: 0.05, power: 0.8 })).toThrow(
      new RangeError("margin 0.000001 is too small beside sd 1: it needs more than 1000000 pairs")
    )
    expect(() => requiredPairs({ sd: 1, margin: 1, alpha: 0.05, power: 1 })).toThrow(RangeError)
  })
})
