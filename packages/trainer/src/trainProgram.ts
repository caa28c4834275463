import type { Recipe } from "@ebcle/core"
import { stepInput } from "@ebcle/engine"
import {
  floorMod,
  gather,
  gradients,
  input,
  multiply,
  type Program,
  reduceMean,
  reduceSum,
  scalar,
  sliceRows,
  variable
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork, type Parameter } from "./buildNetwork.ts"
import { correct, crossEntropy } from "./classification.ts"
import { optimize } from "./optimizers/optimize.ts"
import { splitBatch } from "./splitBatch.ts"
import type { StateVariable } from "./stateVariable.ts"
import { names } from "./variableNames.ts"

/** One step of a recipe over `count` training images, with the network's parameters and the optimizer's slots. */
export const trainProgram = (
  architecture: Architecture,
  recipe: Recipe,
  count: number,
  stepsPerEpoch: number
): {
  readonly program: Program
  readonly parameters: ReadonlyArray<Parameter>
  readonly slots: ReadonlyArray<StateVariable>
} => {
  const step = input(stepInput, [], "int32")
  const first = multiply(floorMod(step, scalar(stepsPerEpoch, "int32")), scalar(recipe.batchSize, "int32"))
  const rows = sliceRows(variable(names.order, [count], "int32"), first, recipe.batchSize)
  const { images, labels } = splitBatch("train", count, architecture.input, rows)
  const { logits, parameters, updates } = buildNetwork(architecture, images, true)
  const loss = reduceMean(crossEntropy(logits, labels, recipe.labelSmoothing), [0])

  const trained = parameters.filter(({ role }) => role !== "movingMean" && role !== "movingVariance")
  const slopes = gradients(
    loss,
    trained.map(({ value }) => value)
  )
  const totalSteps = recipe.epochs * stepsPerEpoch
  const learningRate = gather(variable(names.learningRates, [totalSteps]), step)
  const { slots, updates: descent } = optimize(
    recipe.optimizer,
    trained.map(({ role, value }, i) => ({
      parameter: value,
      gradient: slopes[i]!,
      weightDecay: role === "kernel" ? recipe.weightDecay : 0
    })),
    { learningRate, step, totalSteps }
  )
  const program: Program = {
    outputs: { loss, correct: reduceSum(correct(logits, labels), [0]) },
    updates: [...updates, ...descent]
  }
  return { program, parameters, slots }
}
