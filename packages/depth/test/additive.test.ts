import { describe, expect, it } from "vitest"
import { additive } from "../src/additive.ts"

const nat = { rule: "additive", delta: 1, quantile: 0.95 } as const
const bit = { ...nat, delta: Math.LN2 }
/** Of the task the rule asks nothing. */
const task = { values: 784, classes: 10 }

describe("additive", () => {
  // Q of the training images as measured, and the bounds by hand.
  it.each([
    { dataset: "MNIST", entropy: 1.487, nats: 2, bits: 3 },
    { dataset: "Fashion-MNIST", entropy: 3.861, nats: 4, bits: 6 },
    { dataset: "CIFAR-10", entropy: 5.383, nats: 6, bits: 8 }
  ])("bounds $dataset at $nats blocks of 1 nat and $bits of 1 bit", ({ bits, entropy, nats }) => {
    expect(additive.bound(Float64Array.of(entropy), nat, task)).toBe(nats)
    expect(additive.bound(Float64Array.of(entropy), bit, task)).toBe(bits)
  })

  it("takes the quantile of the values", () => {
    const values = Float64Array.from({ length: 101 }, (_, index) => index / 10)
    expect(additive.bound(values, nat, task)).toBe(10)
    expect(additive.bound(values, { ...nat, quantile: 0.5 }, task)).toBe(5)
    expect(additive.bound(values, { ...nat, quantile: 0.505 }, task)).toBe(6)
  })

  it("is a whole number of bits for images of 2^k equally frequent values, whatever the rounding", () => {
    for (let bits = 1; bits <= 8; bits++) {
      const summed = Array.from({ length: 2 ** bits }, () => Math.log(2 ** bits) / 2 ** bits).reduce((a, b) => a + b)
      for (const entropy of [summed, bits * Math.LN2, Math.log(2 ** bits)]) {
        expect(additive.bound(Float64Array.of(entropy), bit, task)).toBe(bits)
      }
    }
  })

  it("is at least 1", () => {
    expect(additive.bound(Float64Array.of(0), nat, task)).toBe(1)
    expect(additive.bound(Float64Array.of(1e-9), nat, task)).toBe(1)
  })

  it.each([
    { entropy: 1.4873573074764785, params: nat, text: "⌈1.487 nats / 1 nat⌉ = 2 blocks" },
    { entropy: 1.4873573074764785, params: bit, text: "⌈1.487 nats / 0.6931 nats⌉ = 3 blocks" },
    { entropy: 0.5, params: nat, text: "⌈0.5 nats / 1 nat⌉ = 1 block" },
    { entropy: 1, params: nat, text: "⌈1 nat / 1 nat⌉ = 1 block" },
    { entropy: 0, params: nat, text: "⌈0 nats / 1 nat⌉ = 0, at least 1 block" },
    { entropy: 2.00001, params: nat, text: "⌈2.00001 nats / 1 nat⌉ = 3 blocks" }
  ])("derives $text", ({ entropy, params, text }) => {
    expect(additive.derivation(Float64Array.of(entropy), params, task)).toBe(text)
  })
})
