import { describe, expect, it } from "vitest"
import { profileQuantile } from "../src/profileQuantile.ts"
import { reportFixture } from "./reportFixture.ts"

const { profile } = reportFixture()

describe("profileQuantile", () => {
  it("gives a stored quantile as it is", () => {
    expect(profileQuantile(profile, 0.95)).toEqual({ value: 1.487, exact: true })
    expect(profileQuantile(profile, 0.5)).toEqual({ value: 1.147, exact: true })
  })

  it("is linear within a bin of the histogram", () => {
    const uniform = { ...profile, histogram: { edges: [0, 1, 2, 4], counts: [10, 0, 10] } }
    expect(profileQuantile(uniform, 0.25).value).toBe(0.94)
    expect(profileQuantile(uniform, 0.1)).toEqual({ value: 0.2, exact: false })
    expect(profileQuantile(uniform, 0.8).value).toBeCloseTo(3.2, 12)
  })

  it("falls back on the maximum when the histogram is empty", () => {
    expect(profileQuantile({ ...profile, histogram: { edges: [0, 1], counts: [0] } }, 0.9)).toEqual({
      value: 1.966,
      exact: false
    })
  })
})
