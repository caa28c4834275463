import { Schema } from "effect"

const whole = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }, { expected: `a whole number from ${minimum} to ${maximum}` }))

const imagesOf = (split: string) =>
  Schema.optionalKey(
    whole(1, 2 ** 31).annotate({ description: `Images of the ${split} split that are kept; all by default.` })
  )

/** A whole number that decides every random choice. */
export const Seed = whole(0, 2 ** 31 - 1).annotate({ description: "Decides every random choice." })

/** How one dataset becomes another. */
export const Transform = Schema.Union([
  Schema.Struct({
    transform: Schema.Literal("subset"),
    train: imagesOf("training"),
    test: imagesOf("test"),
    seed: Seed
  }).annotate({ description: "A random sample in which every class keeps its share, in the old order." }),
  Schema.Struct({ transform: Schema.Literal("balance"), seed: Seed }).annotate({
    description:
      "A random sample of each split in which every class has as many images as its smallest one, in the old order."
  }),
  Schema.Struct({ transform: Schema.Literal("resize"), height: whole(1, 4096), width: whole(1, 4096) }).annotate({
    description: "Cut to the new proportions around the centre, then resized by a triangle filter with antialiasing."
  }),
  Schema.Struct({ transform: Schema.Literal("grey") }).annotate({
    description: "Luma (ITU-R BT.601) of three channels."
  }),
  Schema.Struct({ transform: Schema.Literal("requantise"), levels: whole(2, 256) }).annotate({
    description: "Value v becomes round(255·⌊v·levels/256⌋/(levels − 1)): so many levels, spread over 0 to 255."
  })
]).annotate({ identifier: "Transform" })
export type Transform = typeof Transform.Type
