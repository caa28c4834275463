import type { Recipe } from "@ebcle/core"
import { stepInput } from "@ebcle/engine"
import {
  gather,
  inPhase,
  input,
  type Program,
  randomSource,
  scalar,
  type Update,
  type Value,
  variable
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { accumulatedGradients } from "./accumulatedGradients.ts"
import { isTrained, type Parameter } from "./buildNetwork.ts"
import { initialParameter } from "./initialParameter.ts"
import { clipByGlobalNorm } from "./optimizers/clipByGlobalNorm.ts"
import { lossScaling } from "./optimizers/lossScaling.ts"
import { movingAverages } from "./optimizers/movingAverages.ts"
import { optimize } from "./optimizers/optimize.ts"
import type { StateVariable } from "./stateVariable.ts"
import { type TrainImages, trainBatch } from "./trainBatch.ts"
import { names } from "./variableNames.ts"

/** A training step, and the variables that it keeps. */
export interface TrainProgram {
  readonly program: Program
  readonly parameters: ReadonlyArray<Parameter>
  /** The variables that hold the weights to evaluate with and to keep, by the names of their parameters. */
  readonly weights: ReadonlyMap<string, Value>
  /** What changes from step to step: parameters, the optimizer's slots, averages of the parameters. */
  readonly state: ReadonlyArray<StateVariable>
}

/** One step of a recipe over the training images. */
export const trainProgram = (architecture: Architecture, recipe: Recipe, trainImages: TrainImages): TrainProgram => {
  const { batch, random, step } = inPhase("input", () => {
    const step = input(stepInput, [], "int32")
    const random = randomSource(variable(names.seed, [2], "int32"), step)
    return { step, random, batch: trainBatch(step, recipe, random, architecture.input, trainImages) }
  })
  // bfloat16 and float32 have room for any gradient.
  const scaling = recipe.precision === "float16" ? inPhase("optimizer", lossScaling) : undefined
  const { correct, gradients, loss, moved, parameters } = accumulatedGradients(
    architecture,
    batch,
    recipe.labelSmoothing,
    recipe.microBatches ?? 1,
    { recompute: recipe.recomputeActivations ?? false, scale: scaling?.scale ?? scalar(1) },
    { dropout: recipe.dropout ?? 0, stochasticDepth: recipe.stochasticDepth ?? 0, random }
  )
  const statistics = parameters.flatMap(({ name, value }): ReadonlyArray<Update> => {
    const after = moved.get(name)
    return after === undefined ? [] : [{ kind: "assign", variable: value, value: after }]
  })
  const started = parameters.map((parameter) => ({
    variable: parameter.value,
    initial: (seed: number) => initialParameter(parameter, seed)
  }))
  const { averages, slots, updates } = inPhase("optimizer", () => {
    const totalSteps = recipe.epochs * trainImages.stepsPerEpoch
    const learningRate = gather(variable(names.learningRates, [totalSteps]), step)
    const { emaDecay, maxGradientNorm } = recipe
    const unscaled = scaling?.unscale(gradients) ?? gradients
    const clipped = maxGradientNorm === undefined ? unscaled : clipByGlobalNorm(unscaled, maxGradientNorm)
    const { slots, updates: descent } = optimize(
      recipe.optimizer,
      parameters.filter(isTrained).map(({ role, value }, i) => ({
        parameter: value,
        gradient: clipped[i]!,
        weightDecay: role === "kernel" ? recipe.weightDecay : 0
      })),
      { learningRate, step, totalSteps }
    )
    const plain = { updates: [...statistics, ...descent], averages: [] }
    const { averages, updates } =
      emaDecay === undefined ? plain : movingAverages(plain.updates, started, emaDecay, step)
    return { averages, slots, updates: scaling?.guard(updates, gradients) ?? updates }
  })
  return {
    program: { outputs: { loss, correct }, updates },
    parameters,
    weights: new Map(parameters.map(({ name, value }, i) => [name, averages[i]?.variable ?? value])),
    state: [...started, ...slots, ...averages, ...(scaling?.state ?? [])]
  }
}
