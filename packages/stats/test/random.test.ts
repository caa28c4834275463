import { describe, expect, it } from "vitest"
import { randomIndex, seededRandom } from "../src/random.ts"

describe("seededRandom", () => {
  it("gives the numbers of NumPy's RandomState, for seeds of one and of two words", () => {
    const seven = seededRandom(7)
    expect([seven(), seven()]).toEqual([0.9566384024168687, 0.3202112063252902])
    expect(seededRandom(0)()).toBe(0.1507172537105722)
    expect(seededRandom(3 * 2 ** 32 + 7)()).toBe(0.9770716452238201)
  })

  it("rejects seeds that are no whole number", () => {
    expect(() => seededRandom(-1)).toThrow(new RangeError("seed must be a whole number from 0, but is -1"))
    expect(() => seededRandom(0.5)).toThrow(RangeError)
  })
})

describe("randomIndex", () => {
  it("reaches every index below n, and no other", () => {
    const random = seededRandom(1)
    const seen = new Set(Array.from({ length: 200 }, () => randomIndex(random, 5)))
    expect([...seen].toSorted()).toEqual([0, 1, 2, 3, 4])
  })
})
