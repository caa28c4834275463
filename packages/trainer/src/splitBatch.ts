import { gather, type Value, variable } from "@ebcle/tensor"
import { names } from "./variableNames.ts"

/** Images of a split that are on the device, as a network sees them. */
export interface SplitBatch {
  /** float32[N, H, W, C], normalised */
  readonly images: Value
  /** int32[N] */
  readonly labels: Value
}

/** Gathers the images and labels of a split at `rows`, int32[N]; `prepare` gets the images as bytes. */
export const splitBatch = (
  which: "train" | "test",
  count: number,
  imageShape: ReadonlyArray<number>,
  rows: Value,
  prepare: (pixels: Value) => Value
): SplitBatch => ({
  images: prepare(gather(variable(names.images(which), [count, ...imageShape], "uint8"), rows)),
  labels: gather(variable(names.labels(which), [count], "int32"), rows)
})
