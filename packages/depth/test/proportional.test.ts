import { describe, expect, it } from "vitest"
import { proportional } from "../src/proportional.ts"

const rule = { rule: "proportional", layers: 50 } as const
/** Of the task the rule asks nothing. */
const task = { values: 784, classes: 10 }

describe("proportional", () => {
  // Means of the training images as measured, and the bounds by hand.
  it.each([
    { dataset: "MNIST", mean: 1.1108, bound: 11 },
    { dataset: "Fashion-MNIST", mean: 2.8541, bound: 26 },
    { dataset: "CIFAR-10", mean: 5.0363, bound: 46 }
  ])("bounds $dataset at $bound layers of 50", ({ bound, mean }) => {
    expect(proportional.bound(Float64Array.of(mean - 0.1, mean + 0.1), rule, task)).toBe(bound)
  })

  it("gives images of the highest entropy all layers, whatever the rounding", () => {
    for (const layers of [1, 7, 50, 110, 1202]) {
      expect(proportional.bound(Float64Array.of(8 * Math.LN2), { ...rule, layers }, task)).toBe(layers)
    }
  })

  it("is at least 1", () => {
    expect(proportional.bound(Float64Array.of(0), rule, task)).toBe(1)
  })

  it.each([
    { mean: 1.1108, text: "⌈50 · 1.111 nats / ln 256⌉ = 11 layers" },
    { mean: 0.05, text: "⌈50 · 0.05 nats / ln 256⌉ = 1 layer" },
    { mean: 0, text: "⌈50 · 0 nats / ln 256⌉ = 0, at least 1 layer" }
  ])("derives $text", ({ mean, text }) => {
    expect(proportional.derivation(Float64Array.of(mean), rule, task)).toBe(text)
  })
})
