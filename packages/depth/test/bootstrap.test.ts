import { nextUint32, quantile, seedXoshiro128 } from "@ebcle/core"
import { describe, expect, it } from "vitest"
import { bootstrap } from "../src/bootstrap.ts"

describe("bootstrap", () => {
  it("is the plain bootstrap: pick one by one from the same generator, then sort", () => {
    for (const n of [1, 2, 3, 7, 64, 65, 100]) {
      const values = Float64Array.from({ length: n }, (_, index) => (index * index) % 11).sort()
      const state = seedXoshiro128(n)
      const bits = Math.max(1, Math.ceil(Math.log2(n)))
      const pick = (): number => {
        const index = nextUint32(state) >>> (32 - bits)
        return index < n ? values[index]! : pick()
      }
      const plain = Array.from({ length: 50 }, () => Float64Array.from({ length: n }, pick).sort())
      const seen: Array<Float64Array> = []
      bootstrap(values, (resample) => seen.push(resample.slice()), { replicates: 50, seed: n })
      expect(seen).toEqual(plain)
    }
  })

  it("has the exact distribution of the median of three, by enumeration of all 27 resamples", () => {
    const values = Float64Array.of(1, 2, 4)
    const exact = new Map<number, number>()
    for (const a of values) {
      for (const b of values) {
        for (const c of values) {
          const median = Float64Array.of(a, b, c).sort()[1]!
          exact.set(median, (exact.get(median) ?? 0) + 1 / 27)
        }
      }
    }
    const replicates = 20_000
    const medians = bootstrap(values, (resample) => quantile(resample, 0.5), { replicates, seed: 1 })
    for (const [median, probability] of exact) {
      const share = medians.filter((value) => value === median).length / replicates
      const sd = Math.sqrt((probability * (1 - probability)) / replicates)
      expect(Math.abs(share - probability)).toBeLessThan(4 * sd)
    }
    expect(medians.every((median) => exact.has(median))).toBe(true)
  })

  it("gives equal values for equal seeds and others for others", () => {
    const values = Float64Array.from({ length: 100 }, (_, index) => index)
    const means = (seed: number) =>
      bootstrap(values, (resample) => resample.reduce((sum, value) => sum + value, 0) / 100, { replicates: 20, seed })
    expect(means(1)).toEqual(means(1))
    expect(means(1)).not.toEqual(means(2))
  })
})
