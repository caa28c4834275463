import type { TrainingResult } from "../src/trainCell.ts"

/** What of a result is a function of the task alone: everything but times. */
export const lasting = ({ epochs, weights }: TrainingResult) => ({
  epochs: epochs.map(({ accuracy, epoch, loss, testAccuracy, testLoss }) => ({
    accuracy,
    epoch,
    loss,
    testAccuracy,
    testLoss
  })),
  weights
})
