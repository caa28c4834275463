import type { Recipe } from "@ebcle/core"
import { stepInput } from "@ebcle/engine"
import { gather, input, type Program, type Update, variable } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { accumulatedGradients } from "./accumulatedGradients.ts"
import { isTrained, type Parameter } from "./buildNetwork.ts"
import { optimize } from "./optimizers/optimize.ts"
import type { StateVariable } from "./stateVariable.ts"
import { trainBatch } from "./trainBatch.ts"
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
  const batch = trainBatch(step, recipe, architecture.input, { count, stepsPerEpoch })
  const { correct, gradients, loss, moved, parameters } = accumulatedGradients(
    architecture,
    batch,
    recipe.labelSmoothing,
    recipe.microBatches ?? 1
  )
  const totalSteps = recipe.epochs * stepsPerEpoch
  const learningRate = gather(variable(names.learningRates, [totalSteps]), step)
  const { slots, updates: descent } = optimize(
    recipe.optimizer,
    parameters.filter(isTrained).map(({ role, value }, i) => ({
      parameter: value,
      gradient: gradients[i]!,
      weightDecay: role === "kernel" ? recipe.weightDecay : 0
    })),
    { learningRate, step, totalSteps }
  )
  const statistics = parameters.flatMap(({ name, value }): ReadonlyArray<Update> => {
    const after = moved.get(name)
    return after === undefined ? [] : [{ kind: "assign", variable: value, value: after }]
  })
  return { program: { outputs: { loss, correct }, updates: [...statistics, ...descent] }, parameters, slots }
}
