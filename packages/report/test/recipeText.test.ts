import type { Recipe } from "@ebcle/core"
import { describe, expect, it } from "vitest"
import { recipeText } from "../src/recipeText.ts"

const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const recipe: Recipe = {
  epochs: 3,
  batchSize: 128,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
  learningRate: { schedule: "cosine", peak: 0.1, warmupEpochs: 1 },
  weightDecay: 0.0005,
  labelSmoothing: 0,
  precision: "float32"
}

/** With plain spaces. */
const said = (recipe: Recipe): string => recipeText(recipe).replaceAll("\u00a0", " ")

describe("recipeText", () => {
  it("says all numbers of a recipe", () => {
    expect(said(recipe)).toBe(
      "3 epochs of stochastic gradient descent with Nesterov momentum 0.9 in batches of 128, with a cosine schedule down from a learning rate of 0.1 after 1 epoch of warm-up, an L2 penalty of 0.0005 on convolution and dense kernels, label smoothing 0, in float32"
    )
    expect(
      said({
        ...recipe,
        optimizer: { algorithm: "adamw", ...moments },
        microBatches: 4,
        maxGradientNorm: 1,
        emaDecay: 0.99
      })
    ).toBe(
      "3 epochs of AdamW (β₁ 0.9, β₂ 0.999, ε 1e−8) in batches of 128, accumulated over 4 micro-batches, with a cosine schedule down from a learning rate of 0.1 after 1 epoch of warm-up, decoupled weight decay of 0.0005 on convolution and dense kernels, gradients clipped to a global norm of 1, label smoothing 0, the weights averaged with a decay of 0.99, in float32"
    )
  })

  it("says what is dropped", () => {
    expect(said({ ...recipe, dropout: 0.2, stochasticDepth: 0.1 })).toContain(
      "label smoothing 0, dropout 0.2 before the last layer, stochastic depth up to 0.1, in float32"
    )
  })

  it("says where activations are computed again", () => {
    expect(said({ ...recipe, recomputeActivations: true })).toContain(
      "label smoothing 0, activations within a block computed again for its gradients, in float32"
    )
  })

  it("says how the training images are changed", () => {
    const colourJitter = { brightness: 0.2, contrast: 0, saturation: 0.4 }
    expect(said({ ...recipe, augmentation: { crop: 4, flip: true, colourJitter, cutout: 8, mixup: 0.2 } })).toContain(
      "label smoothing 0, training images at random cropped out of a border of 4 pixels, mirrored, changed in brightness by up to 0.2 and saturation by up to 0.4, cut out by a square of 8 pixels and mixed in shares from Beta(0.2, 0.2), in float32"
    )
    expect(said({ ...recipe, augmentation: { flip: false } })).toBe(said(recipe))
  })

  it.each([
    [{ algorithm: "sgd", momentum: 0, nesterov: false }, "stochastic gradient descent with momentum 0"],
    [{ algorithm: "adam", ...moments }, "Adam (β₁ 0.9, β₂ 0.999, ε 1e−8)"],
    [
      { algorithm: "rmsprop", rho: 0.9, momentum: 0.9, epsilon: 0.001 },
      "RMSProp in TensorFlow's form (ρ 0.9, momentum 0.9, ε 0.001)"
    ],
    [{ algorithm: "lamb", ...moments }, "LAMB (β₁ 0.9, β₂ 0.999, ε 1e−8)"]
  ] as const)("names the optimizer %j", (optimizer, words) => {
    expect(said({ ...recipe, optimizer })).toContain(`3 epochs of ${words} in batches`)
  })

  it.each([
    [{ schedule: "constant", peak: 0.1, warmupEpochs: 0 }, "a constant learning rate of 0.1 without warm-up"],
    [
      { schedule: "step", peak: 0.1, milestones: [2, 3], factor: 0.5, warmupEpochs: 0 },
      "a learning rate multiplied by 0.5 after epochs 2 and 3, from 0.1 without warm-up"
    ],
    [
      { schedule: "linear", peak: 0.1, warmupEpochs: 0.5 },
      "a learning rate that falls along a line from 0.1 after 0.5 epochs of warm-up"
    ],
    [
      { schedule: "polynomial", peak: 0.1, power: 2, warmupEpochs: 0 },
      "a learning rate that falls as a polynomial of power 2 from 0.1 without warm-up"
    ],
    [
      { schedule: "one-cycle", peak: 0.1, initialFactor: 0.04, finalFactor: 0.001, warmupEpochs: 1 },
      "a one-cycle schedule that starts at 0.04 and ends at 0.001 of its peak learning rate, 0.1 after 1 epoch of warm-up"
    ]
  ] as const)("names the schedule %j", (learningRate, words) => {
    expect(said({ ...recipe, learningRate })).toContain(`with ${words}, `)
  })
})
