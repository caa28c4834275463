/** [height, width, channels] of an image. */
export type Shape = readonly [height: number, width: number, channels: number]

/** Measures one image among many: uint8 values, of which the image's begin at `start`, in the order of its shape. */
export type OfImage = (images: Uint8Array, start: number) => number

/** A measure of single images: a pure function of their 8-bit values. */
export interface Measure {
  readonly title: string
  /** What it says of an image, in one sentence. */
  readonly describes: string
  /** The paper or the program that defines it, or "ours". */
  readonly source: string
  readonly unit: "nats" | "ratio"
  /**
   * Whether the channels of an image are taken together; or whether each is measured alone, as an image of one channel,
   * and the image has the mean of them.
   */
  readonly channels: "together" | "averaged"
  /** The largest value that an image of this shape can have, where there is one: a profile's histogram ends there. */
  readonly ceiling: (shape: Shape) => number
  /** Prepares tables for images of a shape. What it gives keeps scratch space: one caller at a time. */
  readonly of: (shape: Shape) => OfImage
}
