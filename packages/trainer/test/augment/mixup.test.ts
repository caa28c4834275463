import { constant, evaluate, type Program, type Value } from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { mixup } from "../../src/augment/mixup.ts"
import { symmetricBeta } from "../../src/augment/symmetricBeta.ts"
import { correct, crossEntropy } from "../../src/classification.ts"
import { changed, drawn, imageShape, pixels, steps, testSource, valueIn } from "./drawn.ts"

const [count] = imageShape
const size = pixels.length / count

/** Shares by the formula of Bailey and Devroye as they print it. */
const shares = (alpha: number, step: number): ReadonlyArray<number> => {
  const [radii, angles] = ["radius", "angle"].map((name) => drawn(`augment/mixup/${name}`, [count], step))
  return radii!.map((u, i) => {
    const t = Math.sqrt(2 * alpha * ((1 - u) ** (-1 / alpha) - 1)) * Math.cos(2 * Math.PI * angles![i]!)
    return 1 / 2 + t / (2 * Math.sqrt(2 * alpha + t ** 2))
  })
}

describe.each([0.2, 1])("mixup of α = %d", (alpha) => {
  it.each(steps)("mixes each image with the next in step %d", (step) => {
    const labels = constant([2, 0, 1], [count], "int32")
    const mixed = changed("float32", (images, random) => mixup({ images, labels }, alpha, random).images, step)
    const expected = pixels.map((value, i) => {
      const share = shares(alpha, step)[Math.floor(i / size)]!
      return share * value + (1 - share) * pixels[(i + size) % pixels.length]!
    })
    mixed.forEach((value, i) => {
      expect(value, `element ${i}`).toBeCloseTo(expected[i]!, 9)
    })
  })
})

describe("the loss of mixed images", () => {
  const logits = constant([1, 2, -1, 0, 0.5, 3, 2, 1, 0], [count, 3])
  const labels = constant([2, 0, 1], [count], "int32")
  const given = (value: Value): ReadonlyArray<number> => {
    const program: Program = { outputs: { value }, updates: [] }
    return [...evaluate(program, {}).outputs.value!.data]
  }
  const share = [0.25, 0.5, 1]
  const others = constant([0, 1, 2], [count], "int32")
  const mixed = { labels, mixed: { labels: others, share: constant(share, [count]) } }

  it.each([0, 0.1])("is that of either label in their shares, smoothed by %d", (smoothing) => {
    const [first, second] = [labels, others].map((of) => given(crossEntropy(logits, { labels: of }, smoothing)))
    given(crossEntropy(logits, mixed, smoothing)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(share[i]! * first![i]! + (1 - share[i]!) * second![i]!, 12)
    })
  })

  it("counts as right what part of an image is", () => {
    const predicted = [1, 2, 0]
    const [first, second] = [[2, 0, 1], [0, 1, 2]] // biome-ignore format: one line
    expect(given(correct(logits, mixed))).toEqual(
      predicted.map(
        (label, i) => share[i]! * Number(label === first![i]) + (1 - share[i]!) * Number(label === second![i])
      )
    )
    expect(given(correct(logits, { labels: constant(predicted, [count], "int32") }))).toEqual([1, 1, 1])
  })
})

describe("symmetricBeta", () => {
  const many = 20_000
  const sample = (alpha: number) =>
    [...valueIn(7, symmetricBeta(alpha, [many], testSource(), "beta"))].sort((a, b) => a - b)

  it.each<readonly [number, (x: number) => number]>([
    [0.5, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    [1, (x) => x],
    [1.5, (x) => (2 / Math.PI) * (Math.asin(Math.sqrt(x)) - Math.sqrt(x * (1 - x)) * (1 - 2 * x))],
    [2, (x) => x ** 2 * (3 - 2 * x)]
  ])("has the distribution function of Beta(α, α) for α = %d", (alpha, distribution) => {
    const distance = Math.max(
      ...sample(alpha).map((x, i) => Math.max(distribution(x) - i / many, (i + 1) / many - distribution(x)))
    )
    // The 99.9 % quantile of Kolmogorov's statistic.
    expect(distance * Math.sqrt(many)).toBeLessThan(1.95)
  })

  it.each([0.01, 0.2, 0.4, 8])("has the mean and variance of Beta(α, α) for α = %d, and no number outside", (alpha) => {
    const numbers = sample(alpha)
    expect(numbers[0]).toBeGreaterThan(-1e-12)
    expect(numbers.at(-1)).toBeLessThan(1 + 1e-12)
    const mean = numbers.reduce((sum, x) => sum + x) / many
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / many
    const expected = 1 / (4 * (2 * alpha + 1))
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(expected / many))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05)
  })
})
