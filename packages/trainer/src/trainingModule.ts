import type { Recipe } from "@ebcle/core"
import type { Module } from "@ebcle/engine"
import { type Value, withPrecision } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import type { Parameter } from "./buildNetwork.ts"
import { evaluateProgram } from "./evaluateProgram.ts"
import { initialParameter } from "./initialParameter.ts"
import type { StateVariable } from "./stateVariable.ts"
import { trainProgram } from "./trainProgram.ts"

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
  /** The variables that hold the weights to evaluate with and to keep, by the names of their parameters. */
  readonly weights: ReadonlyMap<string, Value>
  /** What changes from step to step: the parameters, and what the optimizer keeps beside them. */
  readonly state: ReadonlyArray<StateVariable>
  /** The last images of an epoch that do not fill a batch are left out of it; the order differs from epoch to epoch. */
  readonly stepsPerEpoch: number
  readonly testSteps: number
}

/** Builds the training and evaluation of an architecture as programs whose data live on the device. */
export const trainingModule = (architecture: Architecture, recipe: Recipe, sizes: DataSizes): TrainingModule => {
  const stepsPerEpoch = Math.floor(sizes.trainImages / recipe.batchSize)
  if (stepsPerEpoch === 0) {
    throw new RangeError(`a batch of ${recipe.batchSize} does not fit into ${sizes.trainImages} training images`)
  }
  if (recipe.batchSize % (recipe.microBatches ?? 1) !== 0) {
    throw new RangeError(`a batch of ${recipe.batchSize} does not split into ${recipe.microBatches} equal parts`)
  }
  const { parameters, program, slots } = trainProgram(architecture, recipe, sizes.trainImages, stepsPerEpoch)
  const evaluation = evaluateProgram(architecture, sizes.testImages, sizes.testBatch)
  return {
    module: {
      entryPoints: {
        train: { kind: "loop", program: withPrecision(program, recipe.precision) },
        evaluate: { kind: "loop", program: withPrecision(evaluation, recipe.precision) }
      }
    },
    parameters,
    weights: new Map(parameters.map(({ name, value }) => [name, value])),
    state: [
      ...parameters.map((parameter) => ({
        variable: parameter.value,
        initial: (seed: number) => initialParameter(parameter, seed)
      })),
      ...slots
    ],
    stepsPerEpoch,
    testSteps: Math.ceil(sizes.testImages / sizes.testBatch)
  }
}
