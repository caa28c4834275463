import { type Value, variable } from "@ebcle/tensor"
import { names } from "./variableNames.ts"

/** What the images of a batch show. */
export interface Labelling {
  /** int32[N] */
  readonly labels: Value
  /** Where each image is a mixture: the label int32[N] of the other part, and the share float32[N] of the first. */
  readonly mixed?: { readonly labels: Value; readonly share: Value } | undefined
}

/** Images and labels as a network sees them. */
export interface SplitBatch extends Labelling {
  /** float32[N, H, W, C], normalised */
  readonly images: Value
}

/** The images of a split that are on the device as bytes, uint8[count, H, W, C]. */
export const splitImages = (which: "train" | "test", count: number, imageShape: ReadonlyArray<number>): Value =>
  variable(names.images(which), [count, ...imageShape], "uint8")

/** The labels of a split, int32[count]. */
export const splitLabels = (which: "train" | "test", count: number): Value =>
  variable(names.labels(which), [count], "int32")
