import { type EngineError, type Session, uint8 } from "@ebcle/engine"
import { sizeOf } from "@ebcle/tensor"
import { Effect } from "effect"
import type { TrainingTask } from "./trainCell.ts"
import type { TrainingModule } from "./trainingModule.ts"
import { names } from "./variableNames.ts"

/** Puts the images on the device that a call from `step` of an epoch trains on, visited in `order`. */
export type ImageFeed = (order: Int32Array, step: number) => Effect.Effect<void, EngineError>

/** The feed of a training; it does nothing where all images are on the device. */
export const imageFeed = (
  session: Session,
  { architecture, recipe, train }: TrainingTask,
  { window }: TrainingModule
): ImageFeed => {
  if (window === undefined) return () => Effect.void
  const count = window * recipe.batchSize
  const pixels = sizeOf(architecture.input)
  const images = new Uint8Array(count * pixels)
  return (order, step) =>
    Effect.suspend(() => {
      const first = step * recipe.batchSize
      order.subarray(first, first + count).forEach((image, i) => {
        images.set(train.images.subarray(image * pixels, (image + 1) * pixels), i * pixels)
      })
      return session.write({ [names.images("train")]: uint8(images, [count, ...architecture.input]) })
    })
}
