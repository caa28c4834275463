import { describe, expect, it } from "vitest"
import { quantile } from "../src/quantile.ts"

describe("quantile", () => {
  // numpy 2.4.6: np.quantile([1, 2, 4, 8, 16], q).
  it.each([
    [0, 1],
    [0.05, 1.2],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [0.95, 14.4],
    [1, 16]
  ])("at %d is %d", (q, expected) => {
    expect(quantile(Float64Array.of(1, 2, 4, 8, 16), q)).toBeCloseTo(expected, 12)
  })

  it("is the value itself of one value", () => {
    for (const q of [0, 0.3, 1]) expect(quantile(Float64Array.of(1.5), q)).toBe(1.5)
  })
})
