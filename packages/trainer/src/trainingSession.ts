import { float32, int32, type Session, uint8 } from "@ebcle/engine"
import { programVariables, seedWords, variableName } from "@ebcle/tensor"
import { Effect } from "effect"
import { learningRates } from "./learningRates.ts"
import type { Weights } from "./safetensors.ts"
import type { TrainingTask } from "./trainCell.ts"
import { pixelStatistics } from "./trainingData.ts"
import type { TrainingModule } from "./trainingModule.ts"
import { names } from "./variableNames.ts"

/** Puts what does not change during a training where the engine computes. */
export const writeData = (
  session: Session,
  { architecture, cell, recipe, test, train }: TrainingTask,
  { module, stepsPerEpoch, window }: TrainingModule
) => {
  const random = programVariables(module.entryPoints.train!.program).has(names.seed)
  const { mean, scale } = pixelStatistics(train.images, architecture.input[2])
  return session.write({
    ...(window === undefined && {
      [names.images("train")]: uint8(train.images, [train.count, ...architecture.input])
    }),
    [names.labels("train")]: int32(train.labels),
    [names.images("test")]: uint8(test.images, [test.count, ...architecture.input]),
    [names.labels("test")]: int32(test.labels),
    [names.pixelMean]: float32(mean),
    [names.pixelScale]: float32(scale),
    [names.learningRates]: float32(learningRates(recipe.learningRate, recipe.epochs, stepsPerEpoch)),
    [names.order]: int32(Int32Array.from({ length: train.count }, (_, i) => i)),
    ...(random && { [names.seed]: int32(seedWords(cell.seed)) })
  })
}

/** Sets everything that training changes to its start. */
export const writeStart = (session: Session, { state }: TrainingModule, seed: number) =>
  session.write(
    Object.fromEntries(
      state.map(({ initial, variable }) => [variableName(variable), float32(initial(seed), variable.shape)])
    )
  )

/** Names of the variables that training changes from step to step. */
export const stateNames = ({ state }: TrainingModule): ReadonlyArray<string> =>
  state.map(({ variable }) => variableName(variable))

/** Sets variables to what `readFloats` gave. */
export const writeFloats = (session: Session, values: ReadonlyMap<string, Weights>) =>
  session.write(Object.fromEntries([...values].map(([name, { data, shape }]) => [name, float32(data, shape)])))

/** Reads float32 variables. */
export const readFloats = (session: Session, wanted: ReadonlyArray<string>) =>
  Effect.map(
    session.read(wanted),
    (tensors): ReadonlyMap<string, Weights> =>
      new Map(
        wanted.map((name) => {
          const { data, shape } = tensors[name]!
          return [name, { shape, data: Float32Array.from(data) }]
        })
      )
  )

/** Reads the weights to keep by the names of their parameters, and the pixels' mean and scale that belong to them. */
export const readWeights = (session: Session, { weights }: TrainingModule) => {
  const pixels = [names.pixelMean, names.pixelScale].map((name) => [name, name] as const)
  const wanted = new Map([...[...weights].map(([name, value]) => [name, variableName(value)] as const), ...pixels])
  return Effect.map(
    readFloats(session, [...wanted.values()]),
    (read): ReadonlyMap<string, Weights> => new Map([...wanted].map(([name, variable]) => [name, read.get(variable)!]))
  )
}
