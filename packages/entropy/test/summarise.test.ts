import { describe, expect, it } from "vitest"
import { histogram } from "../src/histogram.ts"
import { summarise } from "../src/summarise.ts"
import { golden } from "./golden.ts"

const input = {
  dataset: "mnist",
  split: "train",
  shape: [28, 28, 1] as const,
  measure: "shannon",
  unit: "nats",
  ceiling: Math.log(256),
  values: Float64Array.from(golden.mnist),
  channels: [],
  labels: Int32Array.from(golden.mnist, (_, index) => index % 2),
  classes: ["even", "odd", "none"],
  file: "entropy.arrow"
} as const

describe("summarise", () => {
  const profile = summarise(input)

  it("is what NumPy has", () => {
    const { summary } = golden
    expect(profile).toMatchObject({
      dataset: "mnist",
      split: "train",
      shape: [28, 28, 1],
      measure: "shannon",
      unit: "nats"
    })
    expect(profile.count).toBe(100)
    expect(profile.mean).toBeCloseTo(summary.mean, 13)
    expect(profile.sd).toBeCloseTo(summary.sd, 13)
    expect(profile.minimum).toBe(summary.minimum)
    expect(profile.maximum).toBe(summary.maximum)
    for (const name of ["q05", "q25", "q50", "q75", "q95"] as const) {
      expect(profile.quantiles[name]).toBeCloseTo(summary.quantiles[name], 14)
    }
    expect(profile.histogram.counts).toEqual(summary.counts)
    expect(profile.histogram.edges).toHaveLength(65)
    expect(profile.histogram.edges[64]).toBe(Math.log(256))
  })

  it("describes each class as if it were alone, and an empty one", () => {
    const odd = summarise({
      ...input,
      values: input.values.filter((_, index) => index % 2 === 1),
      labels: new Int32Array(50),
      classes: ["odd"]
    })
    expect(profile.perClass[1]).toEqual({ label: 1, name: "odd", count: 50, mean: odd.mean, sd: odd.sd })
    expect(profile.perClass[2]).toEqual({ label: 2, name: "none", count: 0, mean: 0, sd: 0 })
  })

  it("describes a single image", () => {
    const one = summarise({ ...input, values: Float64Array.of(1.5), labels: Int32Array.of(0), classes: ["a"] })
    expect(one).toMatchObject({ count: 1, mean: 1.5, sd: 0, minimum: 1.5, maximum: 1.5 })
    expect(one.quantiles).toEqual({ q05: 1.5, q25: 1.5, q50: 1.5, q75: 1.5, q95: 1.5 })
  })

  it("describes each channel, and ends a histogram without a ceiling at the largest value", () => {
    const channels = [Float64Array.of(1, 2, 3), Float64Array.of(4, 4, 4)]
    const values = Float64Array.of(2.5, 3, 7)
    const of = { ...input, values, channels, labels: new Int32Array(3) }
    const ratio = summarise({ ...of, unit: "ratio", measure: "signal-to-noise", ceiling: Number.POSITIVE_INFINITY })
    expect(ratio.perChannel).toEqual([
      { channel: 0, mean: 2, sd: 1 },
      { channel: 1, mean: 4, sd: 0 }
    ])
    expect(ratio.histogram.edges.at(-1)).toBe(7)
    expect(ratio.histogram.counts.at(-1)).toBe(1)
    expect(ratio.unit).toBe("ratio")
  })

  it("rejects values without labels, and no values", () => {
    expect(() => summarise({ ...input, labels: new Int32Array(3) })).toThrow(/found 100 and 3/)
    expect(() => summarise({ ...input, values: new Float64Array(0), labels: new Int32Array(0) })).toThrow(RangeError)
  })
})

describe("histogram", () => {
  it("puts a value on an edge into the bin above, and the ceiling into the last", () => {
    const ceiling = Math.log(256)
    const { counts, edges } = histogram(
      Float64Array.from({ length: 65 }, (_, edge) => (edge * ceiling) / 64),
      ceiling,
      64
    )
    expect(counts.slice(0, 63)).toEqual(new Array(63).fill(1))
    expect(counts[63]).toBe(2)
    expect(edges[0]).toBe(0)
  })

  it("counts what rounding put above the ceiling", () => {
    expect(histogram(Float64Array.of(1 + 1e-15), 1, 2).counts).toEqual([0, 1])
  })
})
