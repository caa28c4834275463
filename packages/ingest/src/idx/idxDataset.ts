import { Effect, type FileSystem, type Scope, Stream } from "effect"
import type { DatasetContents, DatasetSource, SplitSource } from "../datasetSource.ts"
import { shardRows } from "../imageChunk.ts"
import { fileError, type IngestError } from "../ingestError.ts"
import { regroup } from "../regroup.ts"
import { describeFiles, type SourceFile } from "../sourceFile.ts"
import { type Idx, openIdx } from "./idx.ts"

/** Paths of an IDX image file and of its label file, each raw or gzip. */
export interface IdxPaths {
  readonly images: string
  readonly labels: string
}

/** A dataset in four IDX files. */
export interface IdxDataset {
  readonly name: string
  /** Class names; label i is the i-th. */
  readonly classNames: ReadonlyArray<string>
  readonly licence: string
  readonly citation: string
  readonly train: IdxPaths
  readonly test: IdxPaths
  /** What the files must be, in the order train images, train labels, test images, test labels; unchecked if absent. */
  readonly official?: ReadonlyArray<SourceFile>
}

/** A split, and the shape of its images. */
interface IdxSplit {
  readonly shape: readonly [number, number, 1]
  readonly split: SplitSource
}

/** The labels of so many images: int32 [count]. */
const labelsOf = Effect.fnUntraced(function* (
  { dimensions, file, values }: Idx,
  { count, images }: { readonly count: number; readonly images: string },
  classes: number
): Effect.fn.Return<Int32Array, IngestError> {
  if (dimensions[0] !== count) {
    return yield* fileError(
      "LabelCount",
      file,
      `${dimensions[0]} labels for the ${count} images of ${images}; give the label file of these images.`,
      4
    )
  }
  const [found] = yield* Stream.runCollect(regroup(count)(values))
  const outside = found!.findIndex((label) => label >= classes)
  if (outside >= 0) {
    return yield* fileError(
      "LabelRange",
      file,
      `label ${found![outside]} of image ${outside}, but there are ${classes} classes; name every class.`,
      8 + outside
    )
  }
  return Int32Array.from(found!)
})

/** Opens an image file and the label file that goes with it: labels are read now, images when the stream runs. */
const openIdxSplit = Effect.fnUntraced(function* (
  paths: IdxPaths,
  classes: number
): Effect.fn.Return<IdxSplit, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { dimensions, values } = yield* openIdx(paths.images, 3)
  const [count, height, width] = dimensions as [number, number, number]
  const labels = yield* labelsOf(yield* openIdx(paths.labels, 1), { count, images: paths.images }, classes)
  const imageBytes = height * width
  const chunks = values.pipe(
    regroup(shardRows(imageBytes) * imageBytes),
    Stream.mapAccum(
      () => 0,
      (first, images) => {
        const end = first + images.length / imageBytes
        return [end, [{ images, labels: labels.subarray(first, end) }]]
      }
    )
  )
  return { shape: [height, width, 1], split: { count, chunks } }
})

/**
 * Opens four IDX files, until the scope ends.
 *
 * @errors those of `openIdx`, LabelCount, LabelRange, ShapeMismatch; when read those of `Idx`
 */
export const openIdxFiles = Effect.fnUntraced(function* ({
  classNames,
  test,
  train
}: Pick<IdxDataset, "classNames" | "train" | "test">): Effect.fn.Return<
  DatasetContents,
  IngestError,
  FileSystem.FileSystem | Scope.Scope
> {
  const trainSplit = yield* openIdxSplit(train, classNames.length)
  const testSplit = yield* openIdxSplit(test, classNames.length)
  if (trainSplit.shape.join() !== testSplit.shape.join()) {
    return yield* fileError(
      "ShapeMismatch",
      test.images,
      `images of ${testSplit.shape.join("x")}, but those of ${train.images} are ${trainSplit.shape.join("x")}; give the test images of the same dataset.`,
      8
    )
  }
  return { shape: trainSplit.shape, classes: classNames, train: trainSplit.split, test: testSplit.split }
})

/**
 * A dataset in four IDX files of your own.
 *
 * @errors those of `openIdxFiles`, SourceChanged
 */
export const idxDataset = ({ citation, licence, name, official, ...files }: IdxDataset): DatasetSource => ({
  name,
  licence,
  citation,
  sources: describeFiles([files.train.images, files.train.labels, files.test.images, files.test.labels], official),
  open: () => openIdxFiles(files)
})
