import type { Augmentation, Optimizer, Recipe, Schedule } from "@ebcle/core"
import { counted, listed, plain, withUnit } from "./format.ts"

const momentsText = ({ beta1, beta2, epsilon }: Extract<Optimizer, { algorithm: "adam" | "adamw" | "lamb" }>): string =>
  `(β₁ ${plain(beta1)}, β₂ ${plain(beta2)}, ε ${plain(epsilon)})`

const optimizerText = (optimizer: Optimizer): string => {
  switch (optimizer.algorithm) {
    case "sgd":
      return `stochastic gradient descent with ${optimizer.nesterov ? "Nesterov " : ""}momentum ${plain(optimizer.momentum)}`
    case "adam":
      return `Adam ${momentsText(optimizer)}`
    case "adamw":
      return `AdamW ${momentsText(optimizer)}`
    case "rmsprop":
      return `RMSProp in TensorFlow's form (ρ ${plain(optimizer.rho)}, momentum ${plain(optimizer.momentum)}, ε ${plain(optimizer.epsilon)})`
    case "lamb":
      return `LAMB ${momentsText(optimizer)}`
  }
}

/** AdamW and LAMB decay the weights beside the gradient; the others penalise them. */
const decayText = ({ optimizer: { algorithm }, weightDecay }: Recipe): string =>
  `${algorithm === "adamw" || algorithm === "lamb" ? "decoupled weight decay" : "an L2 penalty"} of ${plain(weightDecay)} on convolution and dense kernels`

const epochsText = (epochs: number): string => withUnit(plain(epochs), epochs === 1 ? "epoch" : "epochs")

const courseText = (schedule: Schedule): string => {
  switch (schedule.schedule) {
    case "constant":
      return "a constant learning rate of"
    case "step":
      return schedule.milestones.length === 0
        ? "a constant learning rate of"
        : `a learning rate multiplied by ${plain(schedule.factor)} after ${
            schedule.milestones.length === 1 ? "epoch" : "epochs"
          } ${listed(schedule.milestones.map(plain))}, from`
    case "cosine":
      return "a cosine schedule down from a learning rate of"
    case "linear":
      return "a learning rate that falls along a line from"
    case "polynomial":
      return `a learning rate that falls as a polynomial of power ${plain(schedule.power)} from`
    case "one-cycle":
      return `a one-cycle schedule that starts at ${plain(schedule.initialFactor)} and ends at ${plain(schedule.finalFactor)} of its peak learning rate,`
  }
}

const scheduleText = (schedule: Schedule): string => {
  const { peak, warmupEpochs } = schedule
  const rise = warmupEpochs === 0 ? "without warm-up" : `after ${epochsText(warmupEpochs)} of warm-up`
  return `${courseText(schedule)} ${plain(peak)} ${rise}`
}

const batchText = ({ batchSize, microBatches = 1 }: Recipe): string =>
  microBatches === 1
    ? `batches of ${batchSize}`
    : `batches of ${batchSize}, accumulated over ${microBatches} micro-batches`

const jitterText = (strengths: NonNullable<Augmentation["colourJitter"]>): string =>
  listed(
    (["brightness", "contrast", "saturation"] as const)
      .filter((name) => strengths[name] > 0)
      .map((name) => `${name} by up to ${plain(strengths[name])}`)
  )

const augmentationText = ({ colourJitter, crop, cutout, flip, mixup }: Augmentation): ReadonlyArray<string> => {
  const changes = [
    ...(crop === undefined ? [] : [`cropped out of a border of ${counted(crop, "pixel")}`]),
    ...(flip ? ["mirrored"] : []),
    ...(colourJitter === undefined ? [] : [`changed in ${jitterText(colourJitter)}`]),
    ...(cutout === undefined ? [] : [`cut out by a square of ${counted(cutout, "pixel")}`]),
    ...(mixup === undefined ? [] : [`mixed in shares from Beta(${plain(mixup)}, ${plain(mixup)})`])
  ]
  return changes.length === 0 ? [] : [`training images at random ${listed(changes)}`]
}

/** A recipe as a part of a sentence, with all its numbers. */
export const recipeText = (recipe: Recipe): string => {
  const {
    dropout,
    emaDecay,
    epochs,
    labelSmoothing,
    learningRate,
    maxGradientNorm,
    optimizer,
    precision,
    stochasticDepth
  } = recipe
  return [
    `${counted(epochs, "epoch")} of ${optimizerText(optimizer)} in ${batchText(recipe)}`,
    `with ${scheduleText(learningRate)}`,
    decayText(recipe),
    ...(maxGradientNorm === undefined ? [] : [`gradients clipped to a global norm of ${plain(maxGradientNorm)}`]),
    `label smoothing ${plain(labelSmoothing)}`,
    ...(emaDecay === undefined ? [] : [`the weights averaged with a decay of ${plain(emaDecay)}`]),
    ...(dropout === undefined ? [] : [`dropout ${plain(dropout)} before the last layer`]),
    ...(stochasticDepth === undefined ? [] : [`stochastic depth up to ${plain(stochasticDepth)}`]),
    ...augmentationText(recipe.augmentation ?? {}),
    ...(recipe.recomputeActivations ? ["activations within a block computed again for its gradients"] : []),
    `in ${precision}`
  ].join(", ")
}
