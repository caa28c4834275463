import { describe, expect, it } from "vitest"
import { meanInterval } from "../src/meanInterval.ts"

const options = { seed: 7, replicates: 4000, level: 0.95 }

/** Values and labels that depend on each other: class k lies around 10 k. */
const classes = 3
const labels = Int32Array.from({ length: 300 }, (_, index) => index % classes)
const values = Float64Array.from(labels, (label, index) => 10 * label + Math.sin(index))

const mean = (some: ReadonlyArray<number>) => some.reduce((sum, value) => sum + value, 0) / some.length

describe("meanInterval", () => {
  it("is what the normal distribution has for resampling within classes", () => {
    const { lower, upper } = meanInterval(values, labels, options)
    // Variance of the mean of a stratified resample: of each class its n times its variance (n), over all values squared.
    const variance = Array.from({ length: classes }, (_, label) => {
      const own = [...values].filter((_, index) => labels[index] === label)
      return own.reduce((sum, value) => sum + (value - mean(own)) ** 2, 0)
    }).reduce((sum, squares) => sum + squares)
    const half = (1.959964 * Math.sqrt(variance)) / values.length
    expect(lower).toBeCloseTo(mean([...values]) - half, 2)
    expect(upper).toBeCloseTo(mean([...values]) + half, 2)
  })

  it("is far wider for values whose class is not known", () => {
    const known = meanInterval(values, labels, options)
    const unknown = meanInterval(values, new Int32Array(300), options)
    expect(unknown.upper - unknown.lower).toBeGreaterThan(5 * (known.upper - known.lower))
  })

  it("is a point where every class has one value, or all values are equal", () => {
    const single = meanInterval(Float64Array.of(1, 2, 6), Int32Array.of(2, 0, 5), options)
    expect([single.lower, single.upper]).toEqual([3, 3])
    const equal = meanInterval(new Float64Array(9).fill(0.5), new Int32Array(9), options)
    expect([equal.lower, equal.upper]).toEqual([0.5, 0.5])
  })

  it("depends on the seed alone, not on the order of the images", () => {
    const again = meanInterval(values, labels, options)
    expect(meanInterval(values, labels, options)).toEqual(again)
    expect(meanInterval(values, labels, { ...options, seed: 8 })).not.toEqual(again)
  })
})
