import { type EntropyProfile, type MeasureName, quantile } from "@ebcle/core"
import { histogram } from "./histogram.ts"
import { meanInterval } from "./meanInterval.ts"
import { groupMoments, moments } from "./moments.ts"

/** Per-image values of a split in dataset order, and what they are of. */
export interface ProfileInput {
  readonly dataset: string
  readonly split: string
  /** Of an image: [height, width, channels]. */
  readonly shape: EntropyProfile["shape"]
  readonly measure: MeasureName
  readonly unit: EntropyProfile["unit"]
  /** End of the histogram; where it is infinite, the largest value is. */
  readonly ceiling: number
  /** Of each image; at least one. */
  readonly values: Float64Array
  /** Of each channel the values of the images; none where channels are not measured alone. */
  readonly channels: ReadonlyArray<Float64Array>
  /** Class of each image. */
  readonly labels: Int32Array
  readonly classes: ReadonlyArray<string>
  /** Name of the file that holds `values`. */
  readonly file: string
}

const bins = 64

/** The bootstrap of a mean: the same resamples every time. */
const bootstrap = { seed: 1, replicates: 1000, level: 0.95 }

/**
 * The profile of a split: moments, a bootstrap interval of the mean, type-7 quantiles, a histogram of 64 bins from 0 to
 * the ceiling, and each class and channel.
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
    unit: input.unit,
    ...moments(values),
    meanInterval: meanInterval(values, labels, bootstrap),
    minimum: sorted[0]!,
    maximum: sorted.at(-1)!,
    quantiles: {
      q05: quantile(sorted, 0.05),
      q25: quantile(sorted, 0.25),
      q50: quantile(sorted, 0.5),
      q75: quantile(sorted, 0.75),
      q95: quantile(sorted, 0.95)
    },
    histogram: histogram(values, Number.isFinite(ceiling) ? ceiling : sorted.at(-1)! || 1, bins),
    perClass: groupMoments(values, classes.length, (index) => labels[index]!).map((own, label) => ({
      label,
      name: classes[label]!,
      ...own
    })),
    perChannel: input.channels.map((own, channel) => {
      const { mean, sd } = moments(own)
      return { channel, mean, sd }
    }),
    file: input.file
  }
}
