import { assert, describe, expect, it } from "vitest"
import { equivalencePower } from "../src/equivalencePower.ts"
import { nonInferiorityPower, requiredPairs } from "../src/nonInferiorityPower.ts"
import { achievedPower, detectableEffect, neededPairs, type PlannedTest } from "../src/pairedPlan.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly test: PlannedTest
  readonly sd: number
  readonly alpha: number
  readonly n: number
  /** In standard deviations, as is `detectable`. */
  readonly effect: number
  readonly power: number
  readonly target: number
  readonly pairs: number
  readonly detectable: number
}

const cases = golden<Case>("plans")

describe("achievedPower, neededPairs and detectableEffect", () => {
  it("agree with statsmodels' TTestPower, and for equivalence with an integral by SciPy", () => {
    expect(cases).toHaveLength(200)
    for (const { alpha, detectable, effect, n, pairs, power, sd, target, test } of cases) {
      const achieved = achievedPower({ test, sd, alpha, n, effect: effect * sd })
      assert(!isRefusal(achieved))
      expectClose(achieved.power, power, 1e-8, Math.max(power, 1e-3))
      expect(neededPairs({ test, sd, alpha, effect: effect * sd, power: target }).n).toBe(pairs)
      const smallest = detectableEffect({ test, sd, alpha, n, power: target })
      assert(!isRefusal(smallest))
      expectClose(smallest.effect, detectable * sd, 1e-8)
    }
  })

  it("say of non-inferiority what nonInferiorityPower and requiredPairs say", () => {
    const design = { sd: 0.002, alpha: 0.05 }
    expect(achievedPower({ test: "non-inferiority", ...design, effect: 0.003, n: 9 })).toMatchObject({
      power: nonInferiorityPower({ ...design, margin: 0.003, n: 9 })
    })
    expect(neededPairs({ test: "non-inferiority", ...design, effect: 0.002, power: 0.8 }).n).toBe(
      requiredPairs({ ...design, margin: 0.002, power: 0.8 })
    )
  })

  it("answer large designs, and say when one is out of reach", () => {
    const design = { test: "equivalence", sd: 1, alpha: 0.05, power: 0.8 } as const
    // The normal approximation for a true difference of 0: ((1.6449 + 1.2816) / 0.02)² = 21411.
    expect(neededPairs({ ...design, effect: 0.02 }).n).toBeCloseTo(21412, -1)
    expect(() => neededPairs({ ...design, effect: 1e-6 })).toThrow(
      new RangeError("effect 0.000001 is too small beside sd 1: it needs more than 1000000 pairs")
    )
  })

  it("refuse what so few pairs cannot show and say how many could", () => {
    const design = { test: "paired t", sd: 1, alpha: 0.05, n: 5 } as const
    const refusal = {
      name: "paired plan",
      n: 5,
      verdict: "refused",
      needed: 6,
      reason:
        "5 pairs cannot reach p ≤ 0.05 in an exact two-sided Wilcoxon signed-rank test " +
        "(the smallest attainable p is 0.0625): run at least 6 pairs"
    }
    expect(achievedPower({ ...design, effect: 9 })).toEqual(refusal)
    expect(detectableEffect({ ...design, power: 0.8 })).toEqual(refusal)
  })

  it("reject misuse", () => {
    const design = { test: "paired t", sd: 1, alpha: 0.05, n: 8 } as const
    expect(() => achievedPower({ ...design, effect: 0 })).toThrow(RangeError)
    expect(() => achievedPower({ ...design, effect: 1, n: 8.5 })).toThrow(RangeError)
    expect(() => achievedPower({ ...design, effect: 1, test: "equivalence", alpha: 0.5 })).toThrow(RangeError)
    // Without any effect a two-sided test at 0.05 rejects that often.
    expect(() => detectableEffect({ ...design, power: 0.05 })).toThrow(
      new RangeError("power must lie strictly between 0.05 and 1, but is 0.05")
    )
  })
})

describe("equivalencePower", () => {
  it.each([
    // Sample sizes and powers of the R package PowerTOST for bioequivalence in a 2×2 crossover: margins 0.8 and 1.25 of
    // a ratio that is in truth 0.95, coefficient of variation 20 %, 30 %.
    [0.2, 20, 0.83468],
    [0.3, 40, 0.815845]
  ])("is PowerTOST's for a coefficient of variation of %f and %i subjects: %f", (variation, subjects, power) => {
    const standardError = Math.sqrt(Math.log(1 + variation ** 2) * (2 / subjects))
    const [below, above] = [Math.log(0.95 / 0.8) / standardError, Math.log(1.25 / 0.95) / standardError]
    // Student's 95 % quantile with 18 and 38 degrees of freedom.
    const critical = subjects === 20 ? 1.7340636066175354 : 1.6859544601667387
    expect(equivalencePower(critical, subjects - 2, below, above)).toBeCloseTo(power, 5)
  })
})
