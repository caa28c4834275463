import { type Value, variable } from "@ebcle/tensor"
import { names } from "./variableNames.ts"

/** Images and labels as a network sees them. */
export interface SplitBatch {
  /** float32[N, H, W, C], normalised */
  readonly images: Value
  /** int32[N] */
  readonly labels: Value
}

/** The images of a split that are on the device as bytes, uint8[count, H, W, C]. */
export const splitImages = (which: "train" | "test", count: number, imageShape: ReadonlyArray<number>): Value =>
  variable(names.images(which), [count, ...imageShape], "uint8")

/** The labels of a split, int32[count]. */
export const splitLabels = (which: "train" | "test", count: number): Value =>
  variable(names.labels(which), [count], "int32")
