import { Effect, type FileSystem, Stream } from "effect"
import type { DatasetContents, DatasetSource, SplitSource } from "../datasetSource.ts"
import { fileError, type IngestError } from "../ingestError.ts"
import { describeFiles, readBytes, type SourceFile } from "../sourceFile.ts"
import { type IdxSplit, parseIdxSplit } from "./idx.ts"

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

const splitSource = ({ images, labels }: IdxSplit): SplitSource => ({
  count: labels.length,
  chunks: Stream.succeed({ images, labels })
})

const readSplit = Effect.fnUntraced(function* ({ images, labels }: IdxPaths, classes: number) {
  return yield* parseIdxSplit(
    { file: images, bytes: yield* readBytes(images) },
    { file: labels, bytes: yield* readBytes(labels) },
    classes
  )
})

/** What four IDX files hold. @errors those of `parseIdxSplit`, FileUnreadable, ShapeMismatch */
export const openIdx = Effect.fnUntraced(function* ({
  classNames,
  test,
  train
}: Pick<IdxDataset, "classNames" | "train" | "test">): Effect.fn.Return<
  DatasetContents,
  IngestError,
  FileSystem.FileSystem
> {
  const read = (paths: IdxPaths) => readSplit(paths, classNames.length)
  // Files are unpacked by threads of their own.
  const [trainSplit, testSplit] = yield* Effect.all([read(train), read(test)], { concurrency: 2 })
  if (trainSplit.shape.join() !== testSplit.shape.join()) {
    return yield* fileError(
      "ShapeMismatch",
      test.images,
      `images of ${testSplit.shape.join("x")}, but those of ${train.images} are ${trainSplit.shape.join("x")}; give the test images of the same dataset.`,
      8
    )
  }
  return {
    shape: trainSplit.shape,
    classes: classNames,
    train: splitSource(trainSplit),
    test: splitSource(testSplit)
  }
})

/**
 * A dataset in four IDX files of your own.
 *
 * @errors those of `openIdx`, SourceChanged
 */
export const idxDataset = ({ citation, licence, name, official, ...files }: IdxDataset): DatasetSource => ({
  name,
  licence,
  citation,
  sources: describeFiles([files.train.images, files.train.labels, files.test.images, files.test.labels], official),
  open: () => openIdx(files)
})
