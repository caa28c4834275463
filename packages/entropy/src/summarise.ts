import { type EntropyProfile, quantile } from "@ebcle/core"
import { histogram } from "./histogram.ts"
import { groupMoments, moments } from "./moments.ts"

/** Per-image values of a split in dataset order, and what they are of. */
export interface ProfileInput {
  readonly dataset: string
  readonly split: string
  /** Of an image: [height, width, channels]. */
  readonly shape: EntropyProfile["shape"]
  readonly measure: string
  /** End of the histogram, in nats. */
  readonly ceiling: number
  /** Entropy of each image in nats; at least one. */
  readonly values: Float64Array
  /** Class of each image. */
  readonly labels: Int32Array
  readonly classes: ReadonlyArray<string>
  /** Name of the file that holds `values`. */
  readonly file: string
}

const bins = 64

/**
 * The profile of a split: moments, type-7 quantiles, a histogram of 64 bins from 0 to the ceiling, and each class.
 */
export const summarise = (input: ProfileInput): EntropyProfile => {
  const { ceiling, classes, labels, values } = input
  if (values.length === 0 || labels.length !== values.length) {
    throw new RangeError(
      `Expected a label for each of at least one value, found ${values.length} and ${labels.length}.`
    )
  }
  const sorted = values.toSorted()
  return {
    dataset: input.dataset,
    split: input.split,
    shape: input.shape,
    measure: input.measure,
    unit: "nats",
    ...moments(values),
    minimum: sorted[0]!,
    maximum: sorted.at(-1)!,
    quantiles: {
      q05: quantile(sorted, 0.05),
      q25: quantile(sorted, 0.25),
      q50: quantile(sorted, 0.5),
      q75: quantile(sorted, 0.75),
      q95: quantile(sorted, 0.95)
    },
    histogram: histogram(values, ceiling, bins),
    perClass: groupMoments(values, classes.length, (index) => labels[index]!).map((own, label) => ({
      label,
      name: classes[label]!,
      ...own
    })),
    file: input.file
  }
}
