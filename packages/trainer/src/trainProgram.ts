import type { Recipe } from "@ebcle/core"
import { stepInput } from "@ebcle/engine"
import {
  add,
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
  type Update,
  variable
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork, type Parameter } from "./buildNetwork.ts"
import { correct, crossEntropy } from "./classification.ts"
import { splitBatch } from "./splitBatch.ts"
import { names } from "./variableNames.ts"

/** One step of a recipe over `count` training images; gives also the network's parameters. */
export const trainProgram = (
  architecture: Architecture,
  recipe: Recipe,
  count: number,
  stepsPerEpoch: number
): { readonly program: Program; readonly parameters: ReadonlyArray<Parameter> } => {
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
    outputs: { loss, correct: reduceSum(correct(logits, labels), [0]) },
    updates: [...updates, ...descend]
  }
  return { program, parameters }
}
