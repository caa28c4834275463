import type { Recipe } from "@ebcle/core"
import { type Module, stepInput } from "@ebcle/engine"
import {
  add,
  argMax,
  cast,
  constant,
  equal,
  floorMod,
  gather,
  gradients,
  input,
  less,
  minimum,
  multiply,
  oneHot,
  type Program,
  reduceMean,
  reduceSum,
  scalar,
  sliceRows,
  softmaxCrossEntropy,
  subtract,
  type Update,
  type Value,
  variable,
  withPrecision
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork, type Parameter } from "./buildNetwork.ts"

/** Names of the variables that are not parameters of the network. */
export const names = {
  pixelMean: "pixels.mean",
  pixelScale: "pixels.scale",
  order: "order",
  learningRates: "learningRates",
  images: (split: "train" | "test") => `${split}.images`,
  labels: (split: "train" | "test") => `${split}.labels`,
  velocity: (parameter: string) => `velocity/${parameter}`
}

/** How many images there are and how they are batched. */
export interface DataSizes {
  readonly trainImages: number
  readonly testImages: number
  readonly testBatch: number
}

/** A training as a module, with what it takes to start it. */
export interface TrainingModule {
  /**
   * `train` (loop): one step of `Recipe`; outputs the batch's mean loss without penalty, and how many it got right.
   * `evaluate` (loop): one batch of the test split; outputs the sum of the losses, and how many it got right.
   */
  readonly module: Module
  readonly parameters: ReadonlyArray<Parameter>
  /** The last images of an epoch that do not fill a batch are left out of it; the order differs from epoch to epoch. */
  readonly stepsPerEpoch: number
  readonly testSteps: number
}

const split = (which: "train" | "test", count: number, shape: ReadonlyArray<number>) => ({
  images: variable(names.images(which), [count, ...shape], "uint8"),
  labels: variable(names.labels(which), [count], "int32")
})

/** Pixels of 0 to 255 as (pixel - mean) · scale, per channel. */
const normalisePixels = (pixels: Value): Value => {
  const channels = [pixels.shape.at(-1)!]
  return multiply(
    subtract(cast(pixels, "float32"), variable(names.pixelMean, channels)),
    variable(names.pixelScale, channels)
  )
}

const correct = (logits: Value, labels: Value): Value => cast(equal(argMax(logits), labels), "float32")

const trainProgram = (architecture: Architecture, recipe: Recipe, count: number, stepsPerEpoch: number) => {
  const step = input(stepInput, [], "int32")
  const { images, labels } = split("train", count, architecture.input)
  const first = multiply(floorMod(step, scalar(stepsPerEpoch, "int32")), scalar(recipe.batchSize, "int32"))
  const batch = sliceRows(variable(names.order, [count], "int32"), first, recipe.batchSize)
  const batchLabels = gather(labels, batch)
  const { logits, parameters, updates } = buildNetwork(architecture, normalisePixels(gather(images, batch)), true)

  const { classes } = architecture
  const smoothing = recipe.labelSmoothing
  const targets = oneHot(batchLabels, {
    depth: classes,
    on: 1 - smoothing + smoothing / classes,
    off: smoothing / classes
  })
  const loss = reduceMean(softmaxCrossEntropy(logits, targets), [0])

  const trained = parameters.filter(({ role }) => role !== "movingMean" && role !== "movingVariance")
  const slopes = gradients(
    loss,
    trained.map(({ value }) => value)
  )
  const totalSteps = recipe.epochs * stepsPerEpoch
  const learningRate = gather(variable(names.learningRates, [totalSteps]), step)
  const descend = trained.map(({ name, role, value }, i): Update => {
    const penalised = role === "kernel" && recipe.weightDecay > 0
    return {
      kind: "momentum",
      variable: value,
      velocity: variable(names.velocity(name), value.shape),
      gradient: penalised ? add(slopes[i]!, multiply(value, scalar(recipe.weightDecay))) : slopes[i]!,
      learningRate,
      momentum: recipe.momentum,
      nesterov: recipe.nesterov
    }
  })
  const program: Program = {
    outputs: { loss, correct: reduceSum(correct(logits, batchLabels), [0]) },
    updates: [...updates, ...descend]
  }
  return { program, parameters }
}

const evaluateProgram = (architecture: Architecture, count: number, batchSize: number): Program => {
  const step = input(stepInput, [], "int32")
  const { images, labels } = split("test", count, architecture.input)
  const offsets = constant(
    Array.from({ length: batchSize }, (_, i) => i),
    [batchSize],
    "int32"
  )
  const rows = add(multiply(step, scalar(batchSize, "int32")), offsets)
  // The last batch is filled up with the last image, which then does not count again.
  const counts = cast(less(rows, scalar(count, "int32")), "float32")
  const batch = minimum(rows, scalar(count - 1, "int32"))
  const batchLabels = gather(labels, batch)
  const { logits } = buildNetwork(architecture, normalisePixels(gather(images, batch)), false)
  const targets = oneHot(batchLabels, { depth: architecture.classes, on: 1, off: 0 })
  return {
    outputs: {
      loss: reduceSum(multiply(softmaxCrossEntropy(logits, targets), counts), [0]),
      correct: reduceSum(multiply(correct(logits, batchLabels), counts), [0])
    },
    updates: []
  }
}

/** Builds the training and evaluation of an architecture as programs whose data live on the device. */
export const trainingModule = (architecture: Architecture, recipe: Recipe, sizes: DataSizes): TrainingModule => {
  const stepsPerEpoch = Math.floor(sizes.trainImages / recipe.batchSize)
  if (stepsPerEpoch === 0) {
    throw new RangeError(`a batch of ${recipe.batchSize} does not fit into ${sizes.trainImages} training images`)
  }
  const { parameters, program } = trainProgram(architecture, recipe, sizes.trainImages, stepsPerEpoch)
  const evaluation = evaluateProgram(architecture, sizes.testImages, sizes.testBatch)
  return {
    module: {
      entryPoints: {
        train: { kind: "loop", program: withPrecision(program, recipe.precision) },
        evaluate: { kind: "loop", program: withPrecision(evaluation, recipe.precision) }
      }
    },
    parameters,
    stepsPerEpoch,
    testSteps: Math.ceil(sizes.testImages / sizes.testBatch)
  }
}
