import { describe, expect, it } from "vitest"
import { epochOrder } from "../src/epochOrder.ts"
import { golden } from "./golden.ts"

const identity = (count: number) => Array.from({ length: count }, (_, i) => i)

describe("epochOrder", () => {
  it.each([1, 2, 50, 1000])("visits each of %d images once", (count) => {
    expect(Array.from(epochOrder(count, 1, 1)).sort((a, b) => a - b)).toEqual(identity(count))
  })

  it("is the shuffle of the generator's integers", () => {
    expect(Array.from(epochOrder(50, 3, 2).subarray(0, 10))).toEqual(golden.order)
    expect(Array.from(epochOrder(60_000, 1, 1).subarray(0, 10))).toEqual(golden.largeOrder)
  })

  it("is a function of seed and epoch, and differs between them", () => {
    const order = epochOrder(100, 1, 1)
    expect(epochOrder(100, 1, 1)).toEqual(order)
    expect(epochOrder(100, 1, 2)).not.toEqual(order)
    expect(epochOrder(100, 2, 1)).not.toEqual(order)
    expect(Array.from(order)).not.toEqual(identity(100))
  })

  it("gives each of the six orders of three images equally often, within five standard errors", () => {
    const counts = new Map<string, number>()
    const draws = 6000
    for (let seed = 0; seed < draws; seed++) {
      const order = epochOrder(3, seed, 1).join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const [order, seen] of counts) {
      expect(Math.abs(seen - draws / 6), order).toBeLessThan(5 * Math.sqrt((draws * 5) / 36))
    }
  })
})
