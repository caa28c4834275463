import { Schema } from "effect"
import { PositiveInt, PositiveNumber, Share } from "./schemas.ts"

const strength = (what: string) =>
  Share.annotate({ description: `The ${what} is multiplied by a factor from 1 - s to 1 + s, image by image.` })

/** Random changes of the training images, drawn anew in each step; absent ones are off. */
export const Augmentation = Schema.Struct({
  crop: Schema.optionalKey(
    PositiveInt.annotate({
      description: "Black pixels put around an image before it is cut back to its size at a random place."
    })
  ),
  flip: Schema.optionalKey(Schema.Boolean.annotate({ description: "Mirrors half of the images left to right." })),
  colourJitter: Schema.optionalKey(
    Schema.Struct({
      brightness: strength("brightness"),
      contrast: strength("contrast"),
      saturation: strength("saturation")
    })
  ),
  cutout: Schema.optionalKey(
    PositiveInt.annotate({
      description: "Side in pixels of a square of the mean colour, laid over a random place of each image."
    })
  ),
  mixup: Schema.optionalKey(
    PositiveNumber.annotate({
      description: "Mixes each image and its label with another, in shares from the Beta distribution of this α."
    })
  )
})
export type Augmentation = typeof Augmentation.Type
