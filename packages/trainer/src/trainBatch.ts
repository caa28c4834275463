import type { Recipe } from "@ebcle/core"
import { floorMod, gather, multiply, type RandomSource, scalar, sliceRows, type Value, variable } from "@ebcle/tensor"
import { augment } from "./augment/augment.ts"
import { mixup } from "./augment/mixup.ts"
import { type SplitBatch, splitImages, splitLabels } from "./splitBatch.ts"
import { names } from "./variableNames.ts"

/** Which of the training images are on the device. */
export interface TrainImages {
  readonly count: number
  readonly stepsPerEpoch: number
  /** Absent: all. Otherwise those of so many steps, in the epoch's order; the first step is a multiple of the number. */
  readonly window?: number | undefined
}

/** The images and labels that `step`, an int32 scalar, trains on: the next of the epoch's order, augmented. */
export const trainBatch = (
  step: Value,
  recipe: Recipe,
  random: RandomSource,
  imageShape: ReadonlyArray<number>,
  { count, stepsPerEpoch, window }: TrainImages
): SplitBatch => {
  const { augmentation = {}, batchSize } = recipe
  const firstOf = (position: Value) => multiply(position, scalar(batchSize, "int32"))
  const position = floorMod(step, scalar(stepsPerEpoch, "int32"))
  const rows = sliceRows(variable(names.order, [count], "int32"), firstOf(position), batchSize)
  const pixels =
    window === undefined
      ? gather(splitImages("train", count, imageShape), rows)
      : sliceRows(
          splitImages("train", window * batchSize, imageShape),
          firstOf(floorMod(position, scalar(window, "int32"))),
          batchSize
        )
  const batch = { images: augment(pixels, augmentation, random), labels: gather(splitLabels("train", count), rows) }
  return augmentation.mixup === undefined ? batch : mixup(batch, augmentation.mixup, random)
}
