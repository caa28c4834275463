import { assert, describe, expect, it } from "vitest"
import { cliffsDelta } from "../src/cliffsDelta.ts"
import { cohensDz } from "../src/cohensDz.ts"
import { rankBiserial } from "../src/rankBiserial.ts"
import { isRefusal } from "../src/testResult.ts"
import { varghaDelaneyA } from "../src/varghaDelaneyA.ts"
import { wilcoxonSignedRank } from "../src/wilcoxonSignedRank.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface Case extends GoldenSample {
  readonly level: number
  readonly estimate: number
  readonly interval: readonly [lower: number, upper: number]
}

interface DzCase extends Case {
  readonly hedges: number
}

interface DeltaCase extends Case {
  readonly other: GoldenSample
  readonly shift?: number
  readonly superiority: number
}

const level = 0.95

describe("cohensDz", () => {
  it("agrees with the roots of scipy.stats.nct in its noncentrality", () => {
    const cases = golden<DzCase>("cohensDz")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { level, estimate, hedges, interval, ...sample } of cases) {
      const actual = cohensDz(goldenSample(sample), { level })
      assert(!isRefusal(actual))
      const width = interval[1] - interval[0]
      expectClose(actual.estimate, estimate, 1e-10, Math.max(Math.abs(estimate), 1e-3))
      expectClose(actual.hedges.estimate, hedges, 1e-10, Math.max(Math.abs(hedges), 1e-3))
      expectClose(actual.interval.lower, interval[0], 1e-8, width)
      expectClose(actual.interval.upper, interval[1], 1e-8, width)
    }
  })

  it("turns with the sign of the differences, however large the effect", () => {
    for (const offset of [0, 1, 30, 1000]) {
      const values = [1, 2, 4, 3, 5, 1.5].map((value) => value + offset)
      const forward = cohensDz(values, { level })
      const backward = cohensDz(
        values.map((value) => -value),
        { level }
      )
      assert(!isRefusal(forward) && !isRefusal(backward))
      expectClose(backward.interval.lower, -forward.interval.upper, 1e-9)
      expectClose(backward.interval.upper, -forward.interval.lower, 1e-9)
      expect(forward.interval.lower).toBeLessThan(forward.estimate)
      expect(forward.interval.upper).toBeGreaterThan(forward.estimate)
      expect(Math.abs(forward.hedges.estimate)).toBeLessThan(Math.abs(forward.estimate))
    }
  })

  it("has no finite size without spread, and refuses two pairs", () => {
    expect(cohensDz([2, 2, 2], { level })).toMatchObject({ estimate: Infinity, hedges: { estimate: Infinity } })
    expect(cohensDz([0, 0, 0], { level })).toMatchObject({ estimate: 0, interval: { lower: 0, upper: 0 } })
    expect(cohensDz([1, 2], { level })).toMatchObject({ verdict: "refused", needed: 3 })
  })
})

describe("cliffsDelta and varghaDelaneyA", () => {
  it("agree with Feng and Cliff's formulas on the whole matrix of dominance, and with pingouin's CLES", () => {
    const cases = golden<DeltaCase>("cliffsDelta")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const complete = cases.filter(({ estimate }) => Math.abs(estimate) === 1)
    expect(complete.length).toBeGreaterThanOrEqual(10)
    for (const { level, estimate, interval, other, shift = 0, superiority, ...sample } of cases) {
      const variant = goldenSample(sample).map((value) => value + shift)
      const baseline = goldenSample(other)
      const delta = cliffsDelta(variant, baseline, { level })
      const a = varghaDelaneyA(variant, baseline, { level })
      assert(!isRefusal(delta) && !isRefusal(a))
      expectClose(delta.estimate, estimate, 1e-12, 1)
      expectClose(delta.interval.lower, interval[0], 1e-10, 1)
      expectClose(delta.interval.upper, interval[1], 1e-10, 1)
      expectClose(a.estimate, superiority, 1e-12, 1)
      expectClose(a.interval.lower, (interval[0] + 1) / 2, 1e-10, 1)
      expect(a.interval.upper).toBeLessThanOrEqual(1)
    }
  })

  it("refuse one value an arm", () => {
    expect(cliffsDelta([1, 2], [1], { level })).toMatchObject({ name: "Cliff's delta", n: 1, needed: 2 })
    expect(varghaDelaneyA([1, 2], [1], { level })).toMatchObject({ name: "Vargha-Delaney A", verdict: "refused" })
  })
})

describe("rankBiserial", () => {
  it("agrees with pingouin's RBC, and with the roots of Wilson's equation", () => {
    const cases = golden<Case>("rankBiserial")
    expect(cases.length).toBeGreaterThanOrEqual(200)
    for (const { level, estimate, interval, ...sample } of cases) {
      const values = goldenSample(sample)
      const actual = rankBiserial(values, { level })
      assert(!isRefusal(actual))
      expectClose(actual.estimate, estimate, 1e-12, 1)
      expectClose(actual.interval.lower, interval[0], 1e-10, 1)
      expectClose(actual.interval.upper, interval[1], 1e-10, 1)
      expectClose(wilcoxonSignedRank(values, { level }).effectSize, estimate, 1e-12, 1)
    }
  })

  it("keeps a width where all signs agree, and knows nothing from zeros", () => {
    const agreed = rankBiserial([1, 2, 3, 4, 5, 6], { level })
    assert(!isRefusal(agreed))
    expect(agreed.estimate).toBe(1)
    expect(agreed.interval.upper).toBe(1)
    expect(agreed.interval.lower).toBeGreaterThan(0)
    expect(agreed.interval.lower).toBeLessThan(0.2)
    expect(rankBiserial([0, 0, 0, 0, 0, 0], { level })).toMatchObject({
      estimate: 0,
      interval: { lower: -1, upper: 1 }
    })
    expect(rankBiserial([1, 2, 3], { level })).toMatchObject({ verdict: "refused", needed: 6 })
  })
})
