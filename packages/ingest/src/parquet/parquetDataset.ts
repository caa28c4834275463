import { Effect, Stream } from "effect"
import type { DatasetSource } from "../datasetSource.ts"
import { decodedChunks, type EncodedImage, surveyImages, type TargetSize } from "../images/encodedImages.ts"
import { fileError, type IngestError } from "../ingestError.ts"
import { describeFiles } from "../sourceFile.ts"
import { type ParquetColumns, parquetImages } from "./parquetImages.ts"

/** A dataset in Parquet files: those of each split in their order. */
export interface ParquetDataset {
  readonly name: string
  readonly licence: string
  readonly citation: string
  readonly train: ReadonlyArray<string>
  readonly test: ReadonlyArray<string>
  /** Undefined for the usual names; see `parquetImages`. */
  readonly columns: ParquetColumns | undefined
  /** Undefined for those that the first file states, or else as many numbers as there are labels. */
  readonly classes: ReadonlyArray<string> | undefined
  readonly size: TargetSize
}

/** The labels of images from 0 on as names, where nothing else names them. */
const numbered = (images: Stream.Stream<EncodedImage, IngestError>) =>
  images.pipe(
    Stream.runFold(
      () => 0,
      (most, { label }) => Math.max(most, label + 1)
    ),
    Effect.map((count) => Array.from({ length: count }, (_, label) => String(label)))
  )

const checked = (images: Stream.Stream<EncodedImage, IngestError>, classes: number) =>
  Stream.mapEffect(images, (image) =>
    image.label < classes
      ? Effect.succeed(image)
      : fileError("LabelRange", image.file, `label ${image.label}, but there are ${classes} classes; name every class.`)
  )

/**
 * A dataset in Parquet files with a column of images and one of labels, as model hubs publish them.
 *
 * @errors those of `parquetImages`, `surveyImages` and `decodeImage`, LabelRange
 */
export const parquetDataset = ({ columns, size, test, train, ...about }: ParquetDataset): DatasetSource => ({
  ...about,
  sources: describeFiles([...train, ...test]),
  open: Effect.fnUntraced(function* () {
    const opened = Effect.fnUntraced(function* (files: ReadonlyArray<string>) {
      const parts = yield* Effect.forEach(files, (file) => parquetImages(file, columns))
      return {
        count: parts.reduce((sum, { count }) => sum + count, 0),
        classes: parts[0]?.classes,
        images: Stream.flatMap(Stream.fromIterable(parts), ({ images }) => images)
      }
    })
    const [first, second] = [yield* opened(train), yield* opened(test)]
    const all = Stream.concat(first.images, second.images)
    const classes = about.classes ?? first.classes ?? (yield* numbered(all))
    const shape = yield* surveyImages(all, size)
    const split = ({ count, images }: typeof first) => ({
      count,
      chunks: decodedChunks(checked(images, classes.length), shape)
    })
    return { shape, classes, train: split(first), test: split(second) }
  })
})
