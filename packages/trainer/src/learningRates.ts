import type { Schedule } from "@ebcle/core"

/** Half a cosine from one number to another; `done` goes from 0 to 1. */
const anneal = (from: number, to: number, done: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * done))

/** Share of the peak rate at a moment in epochs since the start, out of `epochs`. */
const shareAt = (schedule: Schedule, epoch: number, epochs: number): number => {
  const { warmupEpochs } = schedule
  if (epoch < warmupEpochs) {
    const risen = epoch / warmupEpochs
    // Elsewhere a line from 0 (Goyal et al. 2017, section 2.2).
    return schedule.schedule === "one-cycle" ? anneal(schedule.initialFactor, 1, risen) : risen
  }
  const done = (epoch - warmupEpochs) / (epochs - warmupEpochs)
  switch (schedule.schedule) {
    case "constant":
      return 1
    case "step":
      return schedule.factor ** schedule.milestones.filter((milestone) => epoch >= milestone).length
    case "cosine":
      // Loshchilov and Hutter 2017, equation 5, one cycle down to 0.
      return anneal(1, 0, done)
    case "linear":
      return 1 - done
    case "polynomial":
      return (1 - done) ** schedule.power
    case "one-cycle":
      // Smith and Topin 2019 with two phases of half a cosine, as PyTorch's OneCycleLR; the momentum stays as it is.
      return anneal(1, schedule.finalFactor, done)
  }
}

/**
 * The learning rate of each step of a training: float32[epochs · stepsPerEpoch].
 *
 * A step takes the rate of its middle, so a warm-up does not begin with a step of rate 0 nor a cosine end with one.
 */
export const learningRates = (schedule: Schedule, epochs: number, stepsPerEpoch: number): Float32Array =>
  Float32Array.from(
    { length: epochs * stepsPerEpoch },
    (_, step) => schedule.peak * shareAt(schedule, (step + 0.5) / stepsPerEpoch, epochs)
  )
