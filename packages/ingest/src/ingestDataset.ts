import { type DatasetHeader, reportProgress } from "@ebcle/core"
import { Effect, FileSystem, Path, Stream } from "effect"
import type { SplitHeader } from "./arrow/splitHeader.ts"
import { writeSplit } from "./arrow/writeSplit.ts"
import type { DatasetSource, SplitSource } from "./datasetSource.ts"
import { fileError, type IngestError, unwritable } from "./ingestError.ts"
import type { SourceFile } from "./sourceFile.ts"

/**
 * Turns a dataset into Arrow files, one a split, and returns the header that describes them.
 *
 * The digests of the sources stand in the files, so they are known before; after the last pixel was read they are taken
 * again, so that the header never names bytes that were not read.
 *
 * @param folder for the Arrow files; it must exist
 * @param sources what the files are; digested now if absent
 * @errors what the source fails with, FileUnwritable, SourceChanged
 */
export const ingestDataset = Effect.fnUntraced(function* (
  source: DatasetSource,
  folder: string,
  sources?: ReadonlyArray<SourceFile>
): Effect.fn.Return<DatasetHeader, IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { citation, licence, name } = source
  const expected = sources ?? (yield* source.sources)

  const write = Effect.gen(function* () {
    const scratch = yield* fs
      .makeTempDirectoryScoped({ directory: folder, prefix: ".unpacked-" })
      .pipe(Effect.mapError(unwritable(folder)))
    const { classes, shape, test, train, unlabelled } = yield* source.open(scratch)
    const common = { name, shape, classes, sources: expected, licence, citation }
    const total = train.count + test.count + (unlabelled?.count ?? 0)
    let done = 0
    const report = (count: number) =>
      Effect.suspend(() => {
        done += count
        return reportProgress({ task: `ingest ${name}`, done, total, unit: "images" })
      })
    const writeTo = Effect.fnUntraced(function* (split: SplitHeader["split"], { chunks }: SplitSource) {
      const file = `${split}.arrow`
      const count = yield* writeSplit(path.join(folder, file), {
        header: { ...common, split },
        chunks: Stream.tap(chunks, ({ labels }) => report(labels.length))
      })
      return { file, count }
    })
    const splits = { train: yield* writeTo("train", train), test: yield* writeTo("test", test) }
    return unlabelled === undefined
      ? { ...common, splits }
      : { ...common, splits: { ...splits, unlabelled: yield* writeTo("unlabelled", unlabelled) } }
  })
  const header = yield* Effect.scoped(write)

  const found = yield* source.sources
  const changed = found.find(({ sha256 }, index) => sha256 !== expected[index]?.sha256)
  if (changed !== undefined || found.length !== expected.length) {
    const file = changed?.file ?? name
    return yield* fileError("SourceChanged", file, "changed after its digest was taken; run again.")
  }
  return header
})
