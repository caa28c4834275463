import { type DatasetHeader, reportProgress } from "@ebcle/core"
import { Effect, type FileSystem, Path } from "effect"
import { parseIdxSplit } from "./idx.ts"
import { fileError, type IngestError } from "./ingestError.ts"
import { checkSource, describeBytes, readBytes, type SourceFile } from "./sourceFile.ts"
import type { SplitHeader } from "./splitHeader.ts"
import { writeSplit } from "./writeArrow.ts"

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
  readonly sources?: ReadonlyArray<SourceFile>
  /** Folder for `train.arrow` and `test.arrow`; it must exist. */
  readonly folder: string
}

/** A source file that was read. */
interface File {
  readonly file: string
  readonly bytes: Uint8Array
  readonly source: SourceFile
}

/**
 * Turns four IDX files into `train.arrow` and `test.arrow`, and returns the header that describes them.
 *
 * @errors those of `parseIdxSplit`, FileUnreadable, FileUnwritable, SourceChanged, ShapeMismatch
 */
export const ingestIdx = Effect.fnUntraced(function* (
  dataset: IdxDataset
): Effect.fn.Return<DatasetHeader, IngestError, FileSystem.FileSystem | Path.Path> {
  const path = yield* Path.Path
  const paths = [dataset.train.images, dataset.train.labels, dataset.test.images, dataset.test.labels]
  const files = yield* Effect.forEach(paths, (file, index) =>
    Effect.gen(function* () {
      const bytes = yield* readBytes(file)
      const source = yield* describeBytes(file, bytes)
      const expected = dataset.sources?.[index]
      if (expected !== undefined) yield* checkSource(file, source, expected)
      return { file, bytes, source }
    })
  )
  const [trainImages, trainLabels, testImages, testLabels] = files as [File, File, File, File]
  const { citation, classNames, licence, name } = dataset
  const train = yield* parseIdxSplit(trainImages, trainLabels, classNames.length)
  const test = yield* parseIdxSplit(testImages, testLabels, classNames.length)
  if (train.shape.join() !== test.shape.join()) {
    return yield* fileError(
      "ShapeMismatch",
      testImages.file,
      `images of ${test.shape.join("x")}, but those of ${trainImages.file} are ${train.shape.join("x")}; give the test images of the same dataset.`,
      8
    )
  }
  const sources = files.map(({ source }) => source)
  const common = { name, shape: train.shape, classes: classNames, sources, licence, citation }
  const write = Effect.fnUntraced(function* (split: SplitHeader["split"], { images, labels }: typeof train) {
    const file = `${split}.arrow`
    yield* writeSplit(path.join(dataset.folder, file), { header: { ...common, split }, images, labels })
    return { file, count: labels.length }
  })
  const total = train.labels.length + test.labels.length
  const report = (done: number) => reportProgress({ task: `ingest ${name}`, done, total, unit: "images" })
  const trainSplit = yield* write("train", train)
  yield* report(trainSplit.count)
  const testSplit = yield* write("test", test)
  yield* report(total)
  return { ...common, splits: { train: trainSplit, test: testSplit } }
})
