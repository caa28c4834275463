import type { Recipe } from "@ebcle/core"
import type { Engine, EngineError } from "@ebcle/engine"
import { sizeOf } from "@ebcle/tensor"
import type { MeasuredWork } from "@ebcle/zoo"
import { Effect } from "effect"
import { profileSteps } from "../profileSteps.ts"
import { randomStream } from "../randomStream.ts"
import type { TrainerError } from "../trainerError.ts"
import type { TrainingData } from "../trainingData.ts"
import { measuredWork } from "./measuredWork.ts"
import { referenceNetworks } from "./referenceNetworks.ts"

/** Images of a step: enough for rates that hold for larger batches too. */
const batch = 32
const stepsPerCall = 1

/** A network whose steps were measured. */
interface MeasuredNetwork {
  readonly network: string
  readonly batch: number
  /** Wall time of a step. */
  readonly stepSeconds: number
  readonly works: ReadonlyArray<MeasuredWork>
}

const recipe = (precision: Recipe["precision"]): Recipe => ({
  epochs: 1,
  batchSize: batch,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
  learningRate: { schedule: "cosine", peak: 0.01, warmupEpochs: 0 },
  weightDecay: 1e-4,
  labelSmoothing: 0,
  precision
})

/** Noise: a step takes as long whatever is on the images. */
const noise = (count: number, size: number, classes: number): TrainingData => {
  const { integer } = randomStream(1, "noise")
  return {
    count,
    labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    images: Uint8Array.from({ length: count * size }, () => integer(256))
  }
}

/**
 * Measures the training steps of the reference networks on the engine at hand, operation by operation.
 *
 * @errors EngineError, TimesUnavailable among them; TrainerError OutOfMemory
 */
export const measureCosts = Effect.fnUntraced(function* (
  precision: Recipe["precision"]
): Effect.fn.Return<ReadonlyArray<MeasuredNetwork>, TrainerError | EngineError, Engine> {
  return yield* Effect.forEach(referenceNetworks, (architecture) =>
    Effect.gen(function* () {
      const size = sizeOf(architecture.input)
      const steps = yield* profileSteps({
        cell: { study: "costs", model: architecture.name, variant: "reference", seed: 1 },
        architecture,
        recipe: recipe(precision),
        train: noise(stepsPerCall * batch, size, architecture.classes),
        test: noise(batch, size, architecture.classes)
      })
      const works = measuredWork(architecture, batch, steps)
      return { network: architecture.name, batch, stepSeconds: steps.stepSeconds, works }
    }).pipe(Effect.scoped)
  )
})
