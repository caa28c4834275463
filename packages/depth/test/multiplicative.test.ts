import { describe, expect, it } from "vitest"
import { multiplicative } from "../src/multiplicative.ts"

const rule = { rule: "multiplicative", ratio: 4, quantile: 0.95 } as const
const mnist = { values: 784, classes: 10 }

describe("multiplicative", () => {
  // Q of the training images as measured, and the bounds by hand.
  it.each([
    { dataset: "MNIST", entropy: 1.487, task: mnist, bound: 4 },
    { dataset: "Fashion-MNIST", entropy: 3.861, task: mnist, bound: 5 },
    { dataset: "CIFAR-10", entropy: 5.383, task: { values: 3072, classes: 10 }, bound: 6 }
  ])("bounds $dataset at $bound stages", ({ bound, entropy, task }) => {
    expect(multiplicative.bound(Float64Array.of(entropy), rule, task)).toBe(bound)
  })

  it("is a whole number where the information is a power of the ratio, whatever the rounding", () => {
    // 2 classes of 1 nat in 2^k ln 2 values: k factors of 2.
    for (let k = 1; k <= 20; k++) {
      expect(
        multiplicative.bound(Float64Array.of(Math.LN2), { ...rule, ratio: 2 }, { values: 2 ** k, classes: 2 })
      ).toBe(k)
    }
  })

  it("falls as classes grow, and rises with the size of the images", () => {
    const of = (values: number, classes: number) => multiplicative.bound(Float64Array.of(4), rule, { values, classes })
    expect(of(784, 2)).toBeGreaterThan(of(784, 1000))
    expect(of(3 * 224 * 224, 10)).toBeGreaterThan(of(784, 10))
  })

  it("is at least 1: for images of one value, for little entropy, and takes one class for two", () => {
    expect(multiplicative.bound(Float64Array.of(0), rule, mnist)).toBe(1)
    expect(multiplicative.bound(Float64Array.of(1e-9), rule, mnist)).toBe(1)
    const entropies = Float64Array.of(1.487)
    const bounds = [1, 2].map((classes) => multiplicative.bound(entropies, rule, { values: 784, classes }))
    expect(bounds[0]).toBe(bounds[1])
  })

  it.each([
    { entropy: 1.487, text: "⌊ln(784 · 1.487 nats / ln 10) / ln 4⌋ = 4 stages" },
    { entropy: 0.02, text: "⌊ln(784 · 0.02 nats / ln 10) / ln 4⌋ = 1 stage" },
    { entropy: 0, text: "⌊ln(784 · 0 nats / ln 10) / ln 4⌋ = 0, at least 1 stage" }
  ])("derives $text", ({ entropy, text }) => {
    expect(multiplicative.derivation(Float64Array.of(entropy), rule, mnist)).toBe(text)
  })
})
