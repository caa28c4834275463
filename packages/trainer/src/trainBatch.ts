import type { Recipe } from "@ebcle/core"
import { floorMod, multiply, randomSource, scalar, sliceRows, type Value, variable } from "@ebcle/tensor"
import { augment } from "./augment/augment.ts"
import { type SplitBatch, splitBatch } from "./splitBatch.ts"
import { names } from "./variableNames.ts"

/** The images and labels that `step`, an int32 scalar, trains on: the next of the epoch's order, augmented. */
export const trainBatch = (
  step: Value,
  recipe: Recipe,
  imageShape: ReadonlyArray<number>,
  { count, stepsPerEpoch }: { readonly count: number; readonly stepsPerEpoch: number }
): SplitBatch => {
  const { augmentation = {}, batchSize } = recipe
  const first = multiply(floorMod(step, scalar(stepsPerEpoch, "int32")), scalar(batchSize, "int32"))
  const rows = sliceRows(variable(names.order, [count], "int32"), first, batchSize)
  const random = randomSource(variable(names.seed, [2], "int32"), step)
  return splitBatch("train", count, imageShape, rows, (pixels) => augment(pixels, augmentation, random))
}
