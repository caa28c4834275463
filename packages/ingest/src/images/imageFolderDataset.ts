import { sha256 } from "@ebcle/core"
import { Effect, Path, Stream } from "effect"
import type { DatasetSource } from "../datasetSource.ts"
import { describeFiles, readBytes } from "../sourceFile.ts"
import type { SplitRule } from "../transforms/splitRule.ts"
import { decodedChunks, type EncodedImage, surveyImages, type TargetSize } from "./encodedImages.ts"
import { imageFolder, type LabelledFile } from "./imageFolder.ts"

/** A folder of images, one folder a class. */
export interface ImageFolderDataset {
  readonly name: string
  readonly licence: string
  readonly citation: string
  readonly folder: string
  /** Which images are held out where the folder has no `train` and `test`; its seed also decides the order. */
  readonly split: SplitRule
  readonly size: TargetSize
}

const read = (files: ReadonlyArray<LabelledFile>) =>
  Stream.fromIterable(files).pipe(
    Stream.mapEffect(
      ({ label, path }) => Effect.map(readBytes(path), (bytes): EncodedImage => ({ file: path, bytes, label })),
      { concurrency: 4 }
    )
  )

/**
 * A dataset in a folder of PNG, JPEG and WebP images: see `imageFolder` for its layout, `decodeImage` for what is made of
 * their colours, and `surveyImages` for their sizes.
 *
 * Its source is one: the folder, whose SHA-256 is that of the lines `<SHA-256>  <class/file>` of all images in order of
 * their names, as `sha256sum` prints them.
 *
 * @errors those of `imageFolder`, `surveyImages` and `decodeImage`, FileUnreadable
 */
export const imageFolderDataset = ({ folder, size, split, ...about }: ImageFolderDataset): DatasetSource => ({
  ...about,
  sources: Effect.gen(function* () {
    const path = yield* Path.Path
    const { test, train } = yield* imageFolder(folder, split)
    const files = [...train, ...test].sort((a, b) => (a.path < b.path ? -1 : 1))
    const described = yield* describeFiles(files.map((file) => file.path))
    const lines = files.map(({ path: at }, index) => {
      const name = path.relative(folder, at).replaceAll(path.sep, "/")
      return `${described[index]!.sha256}  ${name}\n`
    })
    const bytes = described.reduce((sum, file) => sum + file.bytes, 0)
    return [{ file: path.basename(path.resolve(folder)), bytes, sha256: sha256(lines.join("")) }]
  }),
  open: Effect.fnUntraced(function* () {
    const { classes, test, train } = yield* imageFolder(folder, split)
    const shape = yield* surveyImages(Stream.concat(read(train), read(test)), size)
    return {
      shape,
      classes,
      train: { count: train.length, chunks: decodedChunks(read(train), shape) },
      test: { count: test.length, chunks: decodedChunks(read(test), shape) }
    }
  })
})
