import type { RunRecord } from "@ebcle/core"
import type { Scalar } from "@ebcle/engine"
import { learningRates } from "./learningRates.ts"

/**
 * Losses, accuracies, speed and learning rates of a training by step: those of an epoch at its end, a step's rate after it.
 *
 * @param started when the training began, in seconds since 1970
 */
export const runScalars = (
  { epochs, recipe, stepsPerEpoch, timing }: RunRecord,
  started: number
): ReadonlyArray<Scalar> => {
  const rates = learningRates(recipe.learningRate, recipe.epochs, stepsPerEpoch)
  let time = started + timing.build + timing.firstCall
  return epochs.flatMap((record, i) => {
    const begun = time
    time += record.trainSeconds + record.evaluateSeconds
    const before = i * stepsPerEpoch
    const rate = Array.from(rates.subarray(before, before + stepsPerEpoch), (value, j): Scalar => {
      const share = (j + 1) / stepsPerEpoch
      return { tag: "learning_rate", step: before + j + 1, time: begun + share * record.trainSeconds, value }
    })
    const figures = {
      "loss/train": record.loss,
      "loss/test": record.testLoss,
      "accuracy/train": record.accuracy,
      "accuracy/test": record.testAccuracy,
      images_per_second: record.imagesPerSecond
    }
    const step = before + stepsPerEpoch
    return [...rate, ...Object.entries(figures).map(([tag, value]): Scalar => ({ tag, step, time, value }))]
  })
}
