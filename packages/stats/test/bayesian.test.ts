import { assert, describe, expect, it } from "vitest"
import { bayesianCorrelatedT } from "../src/bayesianCorrelatedT.ts"
import { bayesianSignedRank } from "../src/bayesianSignedRank.ts"
import { pairedT } from "../src/pairedT.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface TCase extends GoldenSample {
  readonly rope: number
  readonly correlation: number
  readonly level: number
  readonly pLeft: number
  readonly pRope: number
  readonly pRight: number
  readonly interval: readonly [lower: number, upper: number]
}

interface RankCase extends GoldenSample {
  readonly rope: number
  readonly draws: number
  readonly probabilities: readonly [left: number, rope: number, right: number]
}

const level = 0.95

describe("bayesianCorrelatedT", () => {
  it("agrees with baycomp's correlated t-test, and with scipy.stats.t where seeds are independent", () => {
    const cases = golden<TCase>("bayesianCorrelatedT")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { rope, correlation, level, pLeft, pRope, pRight, interval, ...sample } of cases) {
      const actual = bayesianCorrelatedT(goldenSample(sample), { rope, correlation, level })
      assert(!isRefusal(actual))
      // The references take one probability from 1, which leaves it the digits of 1.
      expectClose(actual.pLeft, pLeft, 1e-8, Math.max(pLeft, 1e-6))
      expectClose(actual.pRope, pRope, 1e-8, Math.max(pRope, 1e-6))
      expectClose(actual.pRight, pRight, 1e-8, Math.max(pRight, 1e-6))
      const width = interval[1] - interval[0]
      expectClose(actual.interval.lower, interval[0], 1e-9, width)
      expectClose(actual.interval.upper, interval[1], 1e-9, width)
    }
  })

  it("has the interval of the paired t test for independent seeds, and a wider one for correlated", () => {
    const values = goldenSample({ seed: 5, n: 10, law: 2 })
    const independent = bayesianCorrelatedT(values, { rope: 0.1, correlation: 0, level })
    const correlated = bayesianCorrelatedT(values, { rope: 0.1, correlation: 0.1, level })
    const t = pairedT(values, { level })
    assert(!isRefusal(independent) && !isRefusal(correlated) && !isRefusal(t))
    expectClose(independent.interval.lower, t.interval.lower)
    expectClose(correlated.scale / independent.scale, Math.sqrt(1 + 10 / 9))
  })

  it("puts equal differences where they lie, the edge within", () => {
    const placed = (value: number) => {
      const result = bayesianCorrelatedT([value, value, value], { rope: 0.01, correlation: 0, level })
      assert(!isRefusal(result))
      return [result.pLeft, result.pRope, result.pRight]
    }
    expect(placed(-0.02)).toEqual([1, 0, 0])
    expect(placed(0.94 - 0.93)).toEqual([0, 1, 0])
    expect(placed(0.02)).toEqual([0, 0, 1])
  })

  it("refuses one pair, and rejects misuse", () => {
    const options = { rope: 0.1, correlation: 0, level }
    expect(bayesianCorrelatedT([1], options)).toMatchObject({ verdict: "refused", needed: 2 })
    expect(() => bayesianCorrelatedT([1, 2], { ...options, correlation: 1 })).toThrow(
      new RangeError("correlation must lie in [0, 1), but is 1")
    )
    expect(() => bayesianCorrelatedT([1, 2], { ...options, rope: -1 })).toThrow(
      new RangeError("rope must be a finite number from 0, but is -1")
    )
  })
})

describe("bayesianSignedRank", () => {
  it("agrees with baycomp's signed-rank test within three standard errors", () => {
    const cases = golden<RankCase>("bayesianSignedRank")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    let beyond = 0
    for (const { rope, draws, probabilities, ...sample } of cases) {
      const actual = bayesianSignedRank(goldenSample(sample), { rope, draws, seed: sample.seed })
      assert(!isRefusal(actual))
      expectClose(actual.pLeft + actual.pRope + actual.pRight, 1)
      for (const [side, expected] of [actual.pLeft, actual.pRope, actual.pRight].map(
        (found, i) => [found, probabilities[i]!] as const
      )) {
        const share = (side + expected) / 2
        // Both sides are drawn.
        const error = Math.sqrt((2 * share * (1 - share)) / draws)
        if (Math.abs(side - expected) > 3 * error + 1e-12) beyond += 1
      }
    }
    // Of 600 probabilities 1.6 are expected to be, at three standard errors.
    expect(beyond).toBeLessThanOrEqual(4)
  })

  it("gives the same answer for the same seed", () => {
    const values = goldenSample({ seed: 1, n: 8, law: 2 })
    const options = { rope: 0.1, draws: 500 }
    const result = bayesianSignedRank(values, { ...options, seed: 1 })
    expect(bayesianSignedRank(values, { ...options, seed: 1 })).toEqual(result)
    expect(bayesianSignedRank(values, { ...options, seed: 2 })).not.toEqual(result)
  })

  it("finds zeros equivalent, or, without a region, even", () => {
    const zeros = [0, 0, 0, 0]
    expect(bayesianSignedRank(zeros, { rope: 0.1, draws: 100, seed: 1 })).toMatchObject({
      pLeft: 0,
      pRope: 1,
      pRight: 0
    })
    const even = bayesianSignedRank(zeros, { rope: 0, draws: 100, seed: 1 })
    assert(!isRefusal(even))
    expectClose(even.pLeft, 0.5)
    expectClose(even.pRight, 0.5)
  })

  it("refuses one pair, and rejects misuse", () => {
    expect(bayesianSignedRank([1], { rope: 0, draws: 100, seed: 1 })).toMatchObject({ verdict: "refused", needed: 2 })
    expect(() => bayesianSignedRank([1, 2], { rope: 0, draws: 99, seed: 1 })).toThrow(RangeError)
  })
})
