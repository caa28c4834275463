import { describe, expect, it } from "vitest"
import { learningRates } from "../src/learningRates.ts"
import { golden } from "./golden.ts"
import { goldenOptimizers } from "./goldenOptimizers.ts"

const close = (rates: Float32Array, expected: ReadonlyArray<number>) => {
  expect(rates).toHaveLength(expected.length)
  rates.forEach((rate, i) => {
    expect(rate, `step ${i}`).toBeCloseTo(expected[i]!, 7)
  })
}

describe("a cosine with a warm-up", () => {
  it("is the formula at the middle of every step", () => {
    close(learningRates({ schedule: "cosine", peak: 0.4, warmupEpochs: 1.5 }, 4, 5), golden.cosine)
  })

  it("starts at the peak where the warm-up has no length", () => {
    const rates = learningRates({ schedule: "cosine", peak: 0.1, warmupEpochs: 0 }, 3, 4)
    close(rates, golden.cosineWithoutWarmUp)
    // Half a step of twelve: 0.05 · (1 + cos 7.5°) and 0.05 · (1 + cos 172.5°).
    expect(rates[0]).toBeCloseTo(0.0995722, 7)
    expect(rates.at(-1)).toBeCloseTo(0.0004278, 7)
  })

  it("rises in equal steps and falls to nearly nothing", () => {
    // Two epochs of two steps each: a quarter and three quarters of the way up, then cos of 45° and 135°.
    const half = 0.25 * Math.SQRT2
    close(learningRates({ schedule: "cosine", peak: 1, warmupEpochs: 1 }, 2, 2), [0.25, 0.75, 0.5 + half, 0.5 - half])
  })

  it("is a line where all is warm-up", () => {
    close(learningRates({ schedule: "cosine", peak: 1, warmupEpochs: 2 }, 2, 1), [0.25, 0.75])
  })

  it("has half the peak as its mean", () => {
    for (const [epochs, warmupEpochs, stepsPerEpoch] of [
      [10, 0, 7],
      [10, 2, 25],
      [3, 1, 100]
    ] as const) {
      const rates = learningRates({ schedule: "cosine", peak: 0.2, warmupEpochs }, epochs, stepsPerEpoch)
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
      // Both parts have half the peak as their mean, and the middle of a step is exact for both.
      expect(mean).toBeCloseTo(0.1, 6)
    }
  })
})

describe("a step schedule", () => {
  it("multiplies the rate from the first step after each milestone on", () => {
    const schedule = { schedule: "step", peak: 0.1, milestones: [2, 3], factor: 0.1, warmupEpochs: 0 } as const
    close(learningRates(schedule, 4, 2), [0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001])
  })

  it("stays at the peak without milestones", () => {
    expect(learningRates({ schedule: "step", peak: 0.5, milestones: [], factor: 0.1, warmupEpochs: 0 }, 2, 3)).toEqual(
      new Float32Array(6).fill(0.5)
    )
  })

  it("takes milestones within an epoch, and in any order", () => {
    const schedule = { schedule: "step", peak: 1, milestones: [1.5, 0.5], factor: 0.5, warmupEpochs: 0 } as const
    close(learningRates(schedule, 2, 4), [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
  })
})

describe("the rate in the middle of each step", () => {
  it.each(goldenOptimizers.schedules)("is that of PyTorch's $source", ({ epochs, rates, schedule, stepsPerEpoch }) => {
    const ours = learningRates(schedule, epochs, stepsPerEpoch)
    expect(ours).toHaveLength(rates.length)
    ours.forEach((rate, i) => {
      expect(Math.abs(rate / rates[i]! - 1), `step ${i}`).toBeLessThan(1e-6)
    })
  })
})
