import type { Schedule } from "@ebcle/core"

/** The learning rate at a moment given in epochs since the start, out of `epochs`. */
const rateAt = (schedule: Schedule, epoch: number, epochs: number): number => {
  if (schedule.schedule === "step") {
    return schedule.peak * schedule.factor ** schedule.milestones.filter((milestone) => epoch >= milestone).length
  }
  const { peak, warmupEpochs } = schedule
  if (epoch < warmupEpochs) return (peak * epoch) / warmupEpochs
  // Loshchilov and Hutter 2017, equation 5, one cycle down to 0.
  return (peak / 2) * (1 + Math.cos((Math.PI * (epoch - warmupEpochs)) / (epochs - warmupEpochs)))
}

/**
 * The learning rate of each step of a training: float32[epochs · stepsPerEpoch].
 *
 * A step takes the rate of its middle, so a warm-up does not begin with a step of rate 0 nor a cosine end with one.
 */
export const learningRates = (schedule: Schedule, epochs: number, stepsPerEpoch: number): Float32Array =>
  Float32Array.from({ length: epochs * stepsPerEpoch }, (_, step) =>
    rateAt(schedule, (step + 0.5) / stepsPerEpoch, epochs)
  )
