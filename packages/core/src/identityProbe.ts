import { Schema } from "effect"
import { NonNegativeInt, NonNegativeNumber, PositiveInt, Share } from "./schemas.ts"

/** How close one block is to the identity, on images that the network was not trained on. */
export const BlockProbe = Schema.Struct({
  block: Schema.String,
  /**
   * Of a residual block the mean of ‖F(x)‖ / ‖shortcut(x)‖ over the images, of a dense one the mean share of the new features
   * in the norm of the output; null of a block that has neither.
   */
  ratio: Schema.NullOr(NonNegativeNumber),
  /** Linear centred kernel alignment of the block's input and output; null where one of them is the same for every image. */
  cka: Schema.NullOr(Schema.Finite),
  debiasedCka: Schema.NullOr(Schema.Finite)
})
export type BlockProbe = typeof BlockProbe.Type

/** From where on the blocks of a trained network are close to the identity, by the ratios of its blocks. */
export const IdentityOnset = Schema.Struct({
  /** Blocks that have a ratio. */
  blocks: PositiveInt,
  images: PositiveInt,
  /** Blocks before the ratio falls to a lower level and stays there; null where it does not. */
  onset: Schema.NullOr(NonNegativeInt),
  /** Percentile bootstrap over the images, of the replicates in which there is an onset; null where there is none in any. */
  interval: Schema.NullOr(Schema.Struct({ level: Share, lower: NonNegativeInt, upper: NonNegativeInt })),
  /** Share of the replicates without an onset. */
  without: Share
})
export type IdentityOnset = typeof IdentityOnset.Type
