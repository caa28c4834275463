import type { DatasetHeader, EntropyProfile } from "@ebcle/core"

/** One measure of a split, with the value of every image. */
export interface MeasuredSplit {
  readonly profile: EntropyProfile
  readonly values: Float64Array
}

/** A picture of an image of the training split. */
export interface Picture {
  readonly uri: string
  /** Name of its class. */
  readonly name: string
  readonly value: number
}

/** A measure of both splits, and the training images that it puts first, in the middle and last. */
export interface MeasureView {
  readonly train: MeasuredSplit
  readonly test: MeasuredSplit
  readonly pictures: Readonly<Record<"lowest" | "median" | "highest", ReadonlyArray<Picture>>>
}

/** What the page of a dataset is made of. */
export interface PageInput {
  readonly dataset: DatasetHeader
  /** Of the training images. */
  readonly labels: Int32Array
  /** At least one. */
  readonly views: ReadonlyArray<MeasureView>
  /** In which entropies are shown. */
  readonly unit: "nats" | "bits"
}
