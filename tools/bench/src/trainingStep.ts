import type { Recipe } from "@ebcle/core"
import { float32, type HostTensors, int32, uint8 } from "@ebcle/engine"
import { sizeOf, variableName } from "@ebcle/tensor"
import {
  epochOrder,
  learningRates,
  pixelStatistics,
  type TrainingModule,
  trainingModule,
  variableNames
} from "@ebcle/trainer"
import type { BenchmarkNetwork } from "./networks.ts"

const seed = 1
/** As many as the peers have. */
const images = 1024

const recipeOf = (batchSize: number, precision: Recipe["precision"]): Recipe => ({
  // Each step looks its rate up, so there must be as many as a run can take.
  epochs: 1000,
  batchSize,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
  learningRate: { schedule: "constant", peak: 0.01, warmupEpochs: 0 },
  weightDecay: 1e-4,
  labelSmoothing: 0,
  precision
})

/** Whole numbers below `below`. Source: Park and Miller 1988, the minimal standard generator. */
const randomIntegers = (below: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return Math.floor((state / 2147483647) * below)
  }
}

/** The training of a network on random images, and what its variables start with. */
export const trainingStep = (
  { architecture: network, batchSize }: BenchmarkNetwork,
  precision: Recipe["precision"]
): { readonly training: TrainingModule; readonly start: HostTensors; readonly parameters: number } => {
  const recipe = recipeOf(batchSize, precision)
  const training = trainingModule(network, recipe, { trainImages: images, testImages: 1, testBatch: 1 })
  const pixel = randomIntegers(256)
  const label = randomIntegers(network.classes)
  const pixels = Uint8Array.from({ length: images * sizeOf(network.input) }, pixel)
  const { mean, scale } = pixelStatistics(pixels, network.input[2])
  const trained = training.parameters.filter(({ role }) => role !== "movingMean" && role !== "movingVariance")
  return {
    training,
    parameters: trained.reduce((sum, { value }) => sum + sizeOf(value.shape), 0),
    start: {
      [variableNames.images("train")]: uint8(pixels, [images, ...network.input]),
      [variableNames.labels("train")]: int32(Int32Array.from({ length: images }, label)),
      [variableNames.order]: int32(epochOrder(images, seed, 1)),
      [variableNames.pixelMean]: float32(mean),
      [variableNames.pixelScale]: float32(scale),
      [variableNames.learningRates]: float32(learningRates(recipe.learningRate, recipe.epochs, training.stepsPerEpoch)),
      ...Object.fromEntries(
        training.state.map(({ initial, variable }) => [variableName(variable), float32(initial(seed), variable.shape)])
      )
    }
  }
}
