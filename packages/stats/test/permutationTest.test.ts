import { assert, describe, expect, it } from "vitest"
import { type PermutationTest, permutationTest } from "../src/permutationTest.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface ExactCase extends GoldenSample {
  readonly level: number
  readonly statistic: number
  readonly pValue: number
  readonly interval: readonly [lower: number, upper: number]
}

interface DrawnCase extends GoldenSample {
  readonly pValue: number
}

const drawn = { resamples: 1999, seed: 7 }

const tested = (differences: ReadonlyArray<number>, level = 0.95): PermutationTest => {
  const result = permutationTest(differences, { level, ...drawn })
  assert(!isRefusal(result))
  return result
}

describe("permutationTest", () => {
  it("agrees with scipy.stats.permutation_test and with the inversion of all sign assignments", () => {
    const cases = golden<ExactCase>("permutationTest")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { level, statistic, pValue, interval, ...sample } of cases) {
      const values = goldenSample(sample)
      const largest = Math.max(...values.map(Math.abs))
      const actual = tested(values, level)
      expect(actual).toMatchObject({ exact: true, assignments: 2 ** values.length })
      expectClose(actual.statistic, statistic, 1e-12, largest)
      expectClose(actual.pValue, pValue)
      expectClose(actual.interval.lower, interval[0], 1e-10, largest)
      expectClose(actual.interval.upper, interval[1], 1e-10, largest)
    }
  })

  it("draws, beyond 20 pairs, within three standard errors of the exact p", () => {
    const cases = golden<DrawnCase>("permutationDrawn")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    let beyond = 0
    for (const { pValue, ...sample } of cases) {
      const actual = tested(goldenSample(sample))
      expect(actual).toMatchObject({ exact: false, assignments: 2000 })
      // Twice a share, and the observed assignment counted on top.
      const tail = Math.min(pValue / 2, 0.5)
      const error = 2 * Math.sqrt((tail * (1 - tail)) / drawn.resamples)
      if (Math.abs(actual.pValue - pValue) > 3 * error + 2 / 2000) beyond += 1
    }
    // One in 370 is expected to be, at three standard errors.
    expect(beyond).toBeLessThanOrEqual(2)
  })

  it("gives Fisher's result for Darwin's maize: 1,726 of 32,768 assignments, p = 0.0527", () => {
    const eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    expect(tested(eighths)).toMatchObject({ exact: true, assignments: 32768, pValue: 1726 / 32768 })
  })

  it("holds 0 in its interval exactly where its p is above 1 - level", () => {
    for (const n of [6, 7, 8, 9, 10, 11, 12, 20, 21, 25]) {
      for (let seed = 0; seed < (n === 20 ? 1 : 20); seed += 1) {
        const { interval, pValue } = tested(goldenSample({ seed, n, law: 2 + (seed % 3) }))
        expect(interval.lower <= 0 && interval.upper >= 0).toBe(pValue > 0.05)
      }
    }
  })

  it("gives the same answer for the same seed, and another for another", () => {
    const values = goldenSample({ seed: 1, n: 25, law: 2 })
    const options = { level: 0.95, resamples: 999 }
    expect(permutationTest(values, { ...options, seed: 1 })).toEqual(permutationTest(values, { ...options, seed: 1 }))
    expect(permutationTest(values, { ...options, seed: 1 })).not.toEqual(
      permutationTest(values, { ...options, seed: 2 })
    )
  })

  it("finds nothing in zeros, and refuses too few pairs", () => {
    expect(tested([0, 0, 0, 0, 0, 0])).toMatchObject({ statistic: 0, pValue: 1, interval: { lower: 0, upper: 0 } })
    expect(permutationTest([1, 2, 3], { level: 0.95, ...drawn })).toMatchObject({ verdict: "refused", needed: 6 })
  })

  it("rejects misuse", () => {
    expect(() => permutationTest([1], { level: 0.95, resamples: 39, seed: 1 })).toThrow(
      new RangeError("resamples must be a whole number from 40, but is 39")
    )
    expect(() => permutationTest([1], { level: 0.95, resamples: 999, seed: -1 })).toThrow(
      new RangeError("seed must be a whole number from 0, but is -1")
    )
  })
})
