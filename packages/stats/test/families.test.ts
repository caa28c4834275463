import { assert, describe, expect, it } from "vitest"
import { compareWithControl } from "../src/compareWithControl.ts"
import { criticalDifference } from "../src/criticalDifference.ts"
import { friedman } from "../src/friedman.ts"
import { nemenyi } from "../src/nemenyi.ts"
import { noncentralFTail } from "../src/noncentralF.ts"
import { repeatedMeasuresAnova } from "../src/repeatedMeasuresAnova.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

type Numbers = ReadonlyArray<number>

interface Case {
  readonly scores: ReadonlyArray<Numbers>
  readonly alpha: number
  readonly friedman: {
    readonly chiSquared: number
    readonly chiP: number
    readonly concordance: number
    readonly statistic: number | null
    readonly pValue: number
    readonly averageRanks: Numbers
  } | null
  readonly anova: {
    readonly statistic: number
    readonly epsilon: number
    readonly pValue: number
    readonly uncorrected: number
    readonly explained: number
    readonly interval: readonly [number, number]
  } | null
  readonly nemenyi: { readonly criticalDifference: number; readonly pValues: Numbers | null }
  readonly control: {
    readonly criticalDifference: number
    readonly refused: boolean
    readonly statistics: Numbers
    readonly unadjusted: Numbers
    readonly bonferroni: Numbers
    readonly holm: Numbers
    readonly hochberg: Numbers
  }
}

interface TailCase {
  readonly f: number
  readonly df1: number
  readonly df2: number
  readonly noncentrality: number
  readonly lower: number
  readonly upper: number
}

const cases = golden<Case>("families")

/** Thousandths as accuracies, so that ties are hidden behind rounding errors. */
const accuracies = (scores: ReadonlyArray<Numbers>) => scores.map((block) => block.map((count) => count / 1000))

const close = (actual: Numbers, expected: Numbers, smallest = 1e-8): void => {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((value, index) => {
    expectClose(value, expected[index]!, 1e-8, Math.max(Math.abs(expected[index]!), smallest))
  })
}

it("the golden cases are 200, refusals and ties among them", () => {
  expect(cases).toHaveLength(200)
  expect(cases.filter((one) => one.friedman === null).length).toBeGreaterThan(10)
  expect(cases.filter((one) => one.nemenyi.pValues === null).length).toBeGreaterThan(10)
  expect(cases.filter((one) => one.control.refused).length).toBeGreaterThan(10)
  expect(cases.filter((one) => one.scores.some((block) => new Set(block).size < block.length)).length).toBeGreaterThan(
    60
  )
})

describe("friedman", () => {
  it("agrees with SciPy's, and Iman and Davenport's F with SciPy's distribution", () => {
    for (const { alpha, friedman: expected, scores } of cases) {
      const actual = friedman(accuracies(scores), { alpha })
      if (expected === null) {
        expect(isRefusal(actual)).toBe(true)
        continue
      }
      assert(!isRefusal(actual))
      close([actual.chiSquared.statistic, actual.chiSquared.pValue], [expected.chiSquared, expected.chiP])
      close([actual.concordance, actual.pValue], [expected.concordance, expected.pValue])
      close(actual.averageRanks, expected.averageRanks)
      if (expected.statistic === null) expect(actual.statistic).toBe(Infinity)
      else close([actual.statistic], [expected.statistic])
    }
  })

  it("refuses what its blocks cannot show and says how many could", () => {
    const block = [3, 2, 1]
    expect(friedman([block, block], { alpha: 0.05 })).toEqual({
      name: "Friedman",
      n: 2,
      verdict: "refused",
      needed: 3,
      reason:
        "2 blocks of 3 treatments cannot reach p ≤ 0.05 by ranks (the smallest attainable p is 0.167): " +
        "run at least 3 blocks"
    })
    const agreed = friedman([block, block, block], { alpha: 0.05 })
    assert(!isRefusal(agreed))
    expect(agreed).toMatchObject({ statistic: Infinity, concordance: 1, averageRanks: [1, 2, 3] })
    expectClose(agreed.pValue, 1 / 36)
  })
})

describe("repeatedMeasuresAnova", () => {
  it("agrees with statsmodels, pingouin's epsilon and SciPy's noncentral F", () => {
    expect(cases.filter(({ anova }) => anova !== null).length).toBeGreaterThan(180)
    for (const { alpha, anova: expected, scores } of cases) {
      if (expected === null) continue
      const actual = repeatedMeasuresAnova(accuracies(scores), { level: 1 - alpha })
      assert(!isRefusal(actual))
      const { epsilon, explained, interval, pValue, statistic, uncorrected } = actual
      close(
        [statistic, epsilon, pValue, uncorrected, explained, interval.lower, interval.upper],
        [
          expected.statistic,
          expected.epsilon,
          expected.pValue,
          expected.uncorrected,
          expected.explained,
          ...expected.interval
        ]
      )
    }
  })

  it("is the square of the paired t of two treatments", () => {
    const result = repeatedMeasuresAnova([[0.7, 1.9], [-1.6, 0.8], [-0.2, 1.1], [-1.2, 0.1]], { level: 0.95 }) // biome-ignore format: rows
    assert(!isRefusal(result))
    expect(result).toMatchObject({ df1: 1, df2: 3, epsilon: 1 })
    // Of the differences 1.2, 2.4, 1.3, 1.3: mean 1.55, sd √(0.97 / 3).
    expectClose(result.statistic, 1.55 ** 2 / (0.97 / 3 / 4), 1e-12)
  })

  it("decides without error by the means alone, at any magnitude", () => {
    for (const size of [1e-300, 0.1, 1e300]) {
      const shifted = [0, 1, 2].map((block) => [0.1 * block * size, (0.1 * block + 0.3) * size])
      expect(repeatedMeasuresAnova(shifted, { level: 0.95 })).toMatchObject({ statistic: Infinity, pValue: 0 })
      const equal = [0, 1, 2].map((block) => [0.1 * block * size, 0.1 * block * size])
      expect(repeatedMeasuresAnova(equal, { level: 0.95 })).toMatchObject({ statistic: 0, pValue: 1, explained: 0 })
    }
    expect(repeatedMeasuresAnova([[1, 2]], { level: 0.95 })).toMatchObject({ verdict: "refused", needed: 2 })
  })
})

describe("noncentralFTail", () => {
  it("agrees with scipy.stats.ncf", () => {
    const tails = golden<TailCase>("noncentralF")
    expect(tails).toHaveLength(200)
    for (const { f, df1, df2, noncentrality, lower, upper } of tails) {
      expectClose(noncentralFTail(f, df1, df2, noncentrality, "lower"), lower, 1e-10, 1)
      expectClose(noncentralFTail(f, df1, df2, noncentrality, "upper"), upper, 1e-10, 1)
    }
  })
})

describe("nemenyi", () => {
  it("agrees with scikit-posthocs, and its critical difference with SciPy's studentised range", () => {
    for (const { alpha, nemenyi: expected, scores } of cases) {
      const actual = nemenyi(accuracies(scores), { alpha })
      if (expected.pValues === null) {
        assert(isRefusal(actual))
        const { length: treatments } = scores[0]!
        const critical = (blocks: number) => criticalDifference({ blocks, treatments, alpha, against: "each other" })
        expect(critical(actual.needed)).toBeLessThanOrEqual(treatments - 1)
        expect(critical(actual.needed - 1)).toBeGreaterThan(treatments - 1)
        continue
      }
      assert(!isRefusal(actual))
      close([actual.criticalDifference], [expected.criticalDifference])
      close(
        actual.comparisons.map(({ pValue }) => pValue),
        expected.pValues,
        // Both are 1 minus a probability, so the digits of smaller p are lost.
        1e-5
      )
      for (const { difference, interval, pValue } of actual.comparisons) {
        const apart = Math.abs(difference) > actual.criticalDifference
        expect(apart).toBe(pValue < alpha)
        expect(interval.lower > 0 || interval.upper < 0).toBe(apart)
      }
    }
  })
})

describe("compareWithControl", () => {
  it("agrees with the normal distribution and statsmodels' adjustments", () => {
    for (const { alpha, control: expected, scores } of cases) {
      for (const procedure of ["bonferroni", "holm", "hochberg"] as const) {
        const actual = compareWithControl(accuracies(scores), { control: 0, procedure, alpha })
        expect(isRefusal(actual)).toBe(expected.refused)
        if (isRefusal(actual)) continue
        close([actual.criticalDifference], [expected.criticalDifference])
        const of = (key: "statistic" | "unadjusted" | "pValue") => actual.comparisons.map((one) => one[key])
        close(of("statistic"), expected.statistics)
        close(of("unadjusted"), expected.unadjusted)
        close(of("pValue"), expected[procedure])
      }
    }
  })

  it("refuses blocks whose ranks cannot differ enough, and not one more", () => {
    const block = [4, 3, 2, 1]
    const outcome = (n: number) =>
      compareWithControl(Array(n).fill(block), { control: 3, procedure: "holm", alpha: 0.05 })
    const refusal = outcome(2)
    assert(isRefusal(refusal))
    expect(refusal.reason).toBe(
      "with 2 blocks average ranks of 4 treatments would have to differ by more than 3, which they cannot, " +
        "to be different at 0.05: run at least 3 blocks"
    )
    expect(isRefusal(outcome(refusal.needed))).toBe(false)
  })

  it("rejects misuse", () => {
    const options = { control: 0, procedure: "holm", alpha: 0.05 } as const
    expect(() => compareWithControl([[1, 2], [1]], options)).toThrow(
      new RangeError("every block must hold 2 scores, but scores[1] holds 1")
    )
    expect(() => compareWithControl([], options)).toThrow(RangeError)
    expect(() => compareWithControl([[1, Number.NaN]], options)).toThrow("scores[0][1] is NaN")
    expect(() => compareWithControl([[1, 2]], { ...options, control: 2 })).toThrow("control must be a column")
  })
})

describe("criticalDifference", () => {
  it.each([
    // At alpha 0.05 and 0.10.
    ["each other", 2, 1.96, 1.645],
    ["each other", 4, 2.569, 2.291],
    ["each other", 10, 3.164, 2.92],
    ["control", 2, 1.96, 1.645],
    ["control", 4, 2.394, 2.128],
    ["control", 10, 2.773, 2.539]
  ] as const)(
    "has the critical value of Demšar (2006), table 5, against %s for %i treatments",
    (against, treatments, at5, at10) => {
      // With as many blocks the standard error is 1/√6.
      const blocks = treatments * (treatments + 1)
      const value = (alpha: number) => criticalDifference({ blocks, treatments, alpha, against }) * Math.sqrt(6)
      expect(value(0.05)).toBeCloseTo(at5, 3)
      expect(value(0.1)).toBeCloseTo(at10, 3)
    }
  )
})
