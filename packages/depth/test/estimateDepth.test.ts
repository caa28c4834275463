import { describe, expect, it } from "vitest"
import { estimateDepth } from "../src/estimateDepth.ts"

const rule = { rule: "additive", delta: 1, quantile: 0.95 } as const
const task = { values: 784, classes: 10 }
const base = { rule, task, seed: 1, replicates: 2000, level: 0.95 }

/** 95 images of 0.5 nats and 5 of 1.5 nats: the quantile lies on the step. */
const step = Float64Array.from({ length: 100 }, (_, index) => (index % 20 === 0 ? 1.5 : 0.5))

describe("estimateDepth", () => {
  it("states bound, unit, derivation, interval and share of one value", () => {
    const { others, ...estimate } = estimateDepth({ ...base, entropies: Float64Array.of(1.487, 1.487) })
    expect(others.map(({ derivation }) => derivation)).toEqual([
      "⌈1.487 nats / 0.6931 nats⌉ = 3 blocks",
      "⌊ln(784 · 1.487 nats / ln 10) / ln 4⌋ = 4 stages",
      "⌈50 · 1.487 nats / ln 256⌉ = 14 layers"
    ])
    expect(estimate).toEqual({
      rule,
      bound: 2,
      unit: "blocks",
      derivation: "⌈1.487 nats / 1 nat⌉ = 2 blocks",
      interval: { level: 0.95, lower: 2, upper: 2, replicates: 2000, seed: 1 },
      shareBelow: 0
    })
  })

  it("sets the rules that were not chosen beside it", () => {
    const proportional = { rule: "proportional", layers: 50 } as const
    const { bound, interval, others, unit } = estimateDepth({ ...base, rule: proportional, entropies: step })
    // The mean is 0.55 nats: ⌈50 · 0.55 / 5.545⌉.
    expect([bound, unit]).toEqual([5, "layers"])
    expect(interval).toMatchObject({ lower: 5, upper: 6 })
    expect(others.map((other) => other.rule.rule)).toEqual(["additive", "additive", "multiplicative"])
  })

  it("counts the images whose own bound is lower", () => {
    const entropies = Float64Array.from([0, 0.2, 1, 1.1, 1.9, 2, 2.1, 2.9, 3, 3])
    // Q = 3, so the bound is 3; own bounds are 1, 1, 1, 2, 2, 2, 3, 3, 3, 3.
    expect(estimateDepth({ ...base, entropies })).toMatchObject({ bound: 3, shareBelow: 0.6 })
  })

  it("has an interval that reaches as far as the resamples do", () => {
    // Q is at position 94.05 of 0..99: above 1 from 6 large images on, and Binomial(100, 0.05) >= 6 has probability 0.384.
    expect(estimateDepth({ ...base, entropies: step })).toMatchObject({ bound: 1, interval: { lower: 1, upper: 2 } })
  })

  it("has an interval that shrinks with the level", () => {
    // Above the central interval of 0.1, which ends at 0.55, and within that of 0.5.
    expect(estimateDepth({ ...base, entropies: step, level: 0.1 }).interval).toMatchObject({ lower: 1, upper: 1 })
    expect(estimateDepth({ ...base, entropies: step, level: 0.5 }).interval).toMatchObject({ lower: 1, upper: 2 })
  })

  it("does not depend on the order of the images, and leaves them as they are", () => {
    const reversed = step.toReversed()
    const before = step.slice()
    expect(estimateDepth({ ...base, entropies: reversed })).toEqual(estimateDepth({ ...base, entropies: step }))
    expect(step).toEqual(before)
  })

  it.each([
    { what: "no image", input: { entropies: new Float64Array(0) }, message: /at least one image/ },
    { what: "NaN", input: { entropies: Float64Array.of(1, Number.NaN) }, message: /found NaN at 1/ },
    { what: "a negative entropy", input: { entropies: Float64Array.of(-1) }, message: /found -1 at 0/ },
    { what: "no class", input: { task: { values: 784, classes: 0 } }, message: /classes of at least 1, found 0/ },
    { what: "level 1", input: { level: 1 }, message: /level between 0 and 1/ },
    { what: "no replicate", input: { replicates: 0 }, message: /at least 1 replicate/ },
    { what: "a fractional seed", input: { seed: 0.5 }, message: /as seed, found 0.5/ }
  ])("rejects $what", ({ input, message }) => {
    expect(() => estimateDepth({ ...base, entropies: step, ...input })).toThrow(message)
  })
})
