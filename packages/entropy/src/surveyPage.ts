import type { Artifact, DatasetHeader } from "@ebcle/core"
import type { IngestError } from "@ebcle/ingest"
import type { ReportError } from "@ebcle/report"
import { Effect, type FileSystem, Path } from "effect"
import { readEntropies } from "./entropyArrow.ts"
import type { EntropyError } from "./entropyError.ts"
import { imagesAt } from "./imagesAt.ts"
import { datasetPage } from "./page/datasetPage.ts"
import type { MeasuredSplit } from "./page/pageInput.ts"
import { pictureUri } from "./page/pictureUri.ts"
import type { ShownUnit } from "./presentation.ts"
import type { Survey } from "./surveyStage.ts"

/** Pictures of each kind. */
const shown = 6

/** Indices of the images with the lowest values, with those around the median, and with the highest, each ascending. */
const extremes = (values: Float64Array) => {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b)
  const middle = Math.max(0, Math.floor((order.length - shown) / 2))
  return { lowest: order.slice(0, shown), median: order.slice(middle, middle + shown), highest: order.slice(-shown) }
}

/** A survey with the value of every image. */
const withValues = Effect.fnUntraced(function* ({ folder, value }: Artifact<Survey>) {
  const path = yield* Path.Path
  return yield* Effect.forEach(value.profiles, (profile) =>
    Effect.map(
      readEntropies(path.join(folder, profile.file), profile.count),
      (values): MeasuredSplit => ({ profile, values })
    )
  )
})

/**
 * The page of a dataset from surveys of both splits, which hold the same measures in the same order.
 *
 * @errors IngestError, EntropyError where a file cannot be read; ReportError ChartNotDrawn
 */
export const surveyPage = Effect.fnUntraced(function* (input: {
  readonly dataset: Artifact<DatasetHeader>
  readonly train: Artifact<Survey>
  readonly test: Artifact<Survey>
  readonly unit: ShownUnit
}): Effect.fn.Return<string, IngestError | EntropyError | ReportError, FileSystem.FileSystem | Path.Path> {
  const { folder, value: dataset } = input.dataset
  const [train, test] = [yield* withValues(input.train), yield* withValues(input.test)]
  const chosen = train.map(({ values }) => extremes(values))
  const wanted = [...new Set(chosen.flatMap(({ highest, lowest, median }) => [...lowest, ...median, ...highest]))]
  const { images, labels } = yield* imagesAt({ dataset, folder, split: "train" }, wanted)
  const views = train.map((own, index) => {
    const picture = (image: number) => ({
      uri: pictureUri(dataset.shape, images.get(image)!),
      name: dataset.classes[labels[image]!]!,
      value: own.values[image]!
    })
    const { highest, lowest, median } = chosen[index]!
    return {
      train: own,
      test: test[index]!,
      pictures: { lowest: lowest.map(picture), median: median.map(picture), highest: highest.map(picture) }
    }
  })
  return yield* datasetPage({ dataset, labels, views, unit: input.unit })
})
