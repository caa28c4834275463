import { describe, expect, it } from "vitest"
import { pairedTPower } from "../src/pairedTPower.ts"
import { signTestPower } from "../src/signTestPower.ts"
import { wilcoxonPower } from "../src/wilcoxonPower.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly n: number
  readonly alpha: number
  readonly effect: number
  readonly paired: number
  readonly probability: number
  readonly signs: number
  readonly size: number
  readonly ranks: number
}

const cases = golden<Case>("powers")

describe("pairedTPower", () => {
  it("agrees with statsmodels' TTestPower", () => {
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { n, alpha, effect, paired } of cases) {
      expectClose(pairedTPower({ n, alpha, sd: 2, difference: 2 * effect }), paired, 1e-9)
    }
  })

  it("is alpha without a difference, 1 with a large one, and 0 for one pair", () => {
    expectClose(pairedTPower({ n: 8, sd: 1, difference: 0, alpha: 0.05 }), 0.05)
    expect(pairedTPower({ n: 8, sd: 1, difference: 1e6, alpha: 0.05 })).toBe(1)
    expect(pairedTPower({ n: 1, sd: 1, difference: 9, alpha: 0.05 })).toBe(0)
    expect(() => pairedTPower({ n: 0, sd: 1, difference: 9, alpha: 0.05 })).toThrow(RangeError)
    expect(() => pairedTPower({ n: 2, sd: 0, difference: 9, alpha: 0.05 })).toThrow(RangeError)
  })
})

describe("signTestPower", () => {
  it("agrees with the sum over the counts that scipy.stats.binomtest rejects", () => {
    for (const { n, alpha, probability, signs } of cases) {
      expectClose(signTestPower({ n, alpha, probability }), signs)
    }
    expect(signTestPower({ n: 5, alpha: 0.05, probability: 0.99 })).toBe(0)
    expect(() => signTestPower({ n: 5, alpha: 0.05, probability: 1 })).toThrow(RangeError)
  })
})

describe("wilcoxonPower", () => {
  it("agrees with NumPy's draws within three standard errors", () => {
    let beyond = 0
    cases.forEach(({ size, alpha, effect, ranks }, seed) => {
      const design = { n: size, alpha, sd: 3, difference: 3 * effect, simulations: 1000, seed }
      const { power, standardError } = wilcoxonPower(design)
      expectClose(standardError, Math.sqrt((power * (1 - power)) / 1000))
      // Both sides are drawn, 1000 and 4000 times.
      const error = Math.sqrt(ranks * (1 - ranks) * (1 / 1000 + 1 / 4000))
      if (Math.abs(power - ranks) > 3 * error + 1e-12) beyond += 1
    })
    // One in 370 is expected to be, at three standard errors; near 0 and 1 somewhat more.
    expect(beyond).toBeLessThanOrEqual(4)
  })

  it("is 0 where no p is small enough, and rejects misuse", () => {
    const design = { n: 5, sd: 1, difference: 9, alpha: 0.05, simulations: 100, seed: 1 }
    expect(wilcoxonPower(design)).toEqual({ power: 0, standardError: 0 })
    expect(wilcoxonPower({ ...design, n: 6 }).power).toBe(1)
    expect(() => wilcoxonPower({ ...design, simulations: 99 })).toThrow(RangeError)
  })
})
