import type { Recipe } from "@ebcle/core"
import type { Module } from "@ebcle/engine"
import { withPrecision } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { evaluateProgram } from "./evaluateProgram.ts"
import { probeProgram } from "./probe/probeProgram.ts"
import { type TrainProgram, trainProgram } from "./trainProgram.ts"

/** How many images there are and how they are batched. */
export interface DataSizes {
  readonly trainImages: number
  readonly testImages: number
  readonly testBatch: number
  /** How many of the test images are looked at inside the network; absent where none are. */
  readonly probeImages?: number | undefined
  /** Steps whose training images are on the device at a time, in the epoch's order; absent where all images are. */
  readonly window?: number | undefined
}

/** A training as a module, with what it takes to start it. */
export interface TrainingModule extends Omit<TrainProgram, "program"> {
  /**
   * `train` (loop): one step of `Recipe`; outputs the batch's mean loss without penalty, and how many it got right.
   * `probe` (once): what `probeProgram` gives; only where there are images to probe with.
   * `evaluate` (loop): one batch of the test split; outputs the sum of the losses, and how many it got right.
   */
  readonly module: Module
  /** The last images of an epoch that do not fill a batch are left out of it; the order differs from epoch to epoch. */
  readonly stepsPerEpoch: number
  readonly testSteps: number
  readonly window: DataSizes["window"]
}

/** Builds the training and evaluation of an architecture as programs whose data live on the device. */
export const trainingModule = (architecture: Architecture, recipe: Recipe, sizes: DataSizes): TrainingModule => {
  const { probeImages } = sizes
  const stepsPerEpoch = Math.floor(sizes.trainImages / recipe.batchSize)
  if (stepsPerEpoch === 0) {
    throw new RangeError(`a batch of ${recipe.batchSize} does not fit into ${sizes.trainImages} training images`)
  }
  if (recipe.batchSize % (recipe.microBatches ?? 1) !== 0) {
    throw new RangeError(`a batch of ${recipe.batchSize} does not split into ${recipe.microBatches} equal parts`)
  }
  const { program, ...kept } = trainProgram(architecture, recipe, {
    count: sizes.trainImages,
    stepsPerEpoch,
    window: sizes.window
  })
  const evaluation = evaluateProgram(architecture, kept.weights, sizes.testImages, sizes.testBatch)
  return {
    ...kept,
    module: {
      entryPoints: {
        train: { kind: "loop", program: withPrecision(program, recipe.precision) },
        evaluate: { kind: "loop", program: withPrecision(evaluation, recipe.precision) },
        ...(probeImages !== undefined && {
          probe: { kind: "once", program: probeProgram(architecture, kept.weights, sizes.testImages, probeImages) }
        })
      }
    },
    stepsPerEpoch,
    testSteps: Math.ceil(sizes.testImages / sizes.testBatch),
    window: sizes.window
  }
}
