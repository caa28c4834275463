import { describe, expect, it } from "vitest"
import { kolmogorovCritical, kolmogorovDistance } from "../src/kolmogorovDistance.ts"
import { rankCorrelations } from "../src/rankCorrelation.ts"

describe("kolmogorovDistance", () => {
  it.each([
    [[1, 2, 2, 3, 5, 8, 8, 13], [2, 3, 3, 4, 6, 7, 20], 0.23214285714285715],
    [[1, 2, 3], [4, 5], 1],
    [[1, 1, 2], [1, 2, 2, 2], 0.4166666666666667]
  ])("of %j and %j is what scipy.stats.ks_2samp has", (a, b, expected) => {
    expect(kolmogorovDistance(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(expected, 14)
    expect(kolmogorovDistance(Float64Array.from(b), Float64Array.from(a))).toBeCloseTo(expected, 14)
  })

  it("of a sample and itself is 0", () => {
    const sample = Float64Array.of(1, 1, 2, 5)
    expect(kolmogorovDistance(sample, sample)).toBe(0)
  })

  it("is exceeded by chance at what the limiting distribution says", () => {
    // scipy.stats.kstwobign.isf(0.05) = 1.35810; its first term alone has 1.35810 too.
    expect(kolmogorovCritical(200, 200)).toBeCloseTo(1.3581 * Math.sqrt(2 / 200), 5)
  })
})

describe("rankCorrelations", () => {
  const x = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3)
  const y = Float64Array.of(2, 7, 1, 8, 2, 8, 1, 8, 2, 8)
  it("are what scipy.stats.spearmanr has, with ties", () => {
    const [[xx, xy], [yx]] = rankCorrelations([x, y]) as [[number, number], [number]]
    expect(xx).toBeCloseTo(1, 14)
    expect(xy).toBeCloseTo(0.13471506281091267, 14)
    expect(yx).toBe(xy)
  })

  it("are 1 and -1 for the same order and the opposite one, and none for equal values", () => {
    const rows = rankCorrelations([Float64Array.of(1, 2, 9), Float64Array.of(3, 4, 5), Float64Array.of(9, 8, -1), new Float64Array(3)]) // biome-ignore format: one call
    expect(rows[0]!.slice(0, 2)).toEqual([expect.closeTo(1, 14), expect.closeTo(1, 14)])
    expect(rows[0]![2]).toBeCloseTo(-1, 14)
    expect(rows[0]![3]).toBeNull()
    expect(rows[3]).toEqual([null, null, null, null])
  })
})
