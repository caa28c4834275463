import { type DatasetHeader, hashFile } from "@ebcle/core"
import { Effect, FileSystem, Path, type PlatformError } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"

/** Name, size in bytes and SHA-256 of a file that a dataset is made from. */
export type SourceFile = DatasetHeader["sources"][number]

/** What a file that cannot be read fails with. */
export const unreadable = (file: string) => (error: PlatformError.PlatformError) =>
  fileError(
    "FileUnreadable",
    file,
    `${error.reason._tag}, the file cannot be read; check that it exists and that you may read it.`
  )

/** All bytes of a file. */
export const readBytes = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<Uint8Array, IngestError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  return yield* fs.readFile(file).pipe(Effect.mapError(unreadable(file)))
})

/** Name, size and SHA-256 of a file, which is read in chunks. Only the name is kept: a key must not depend on where. */
const describeFile = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<SourceFile, IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* Effect.gen(function* () {
    const { size } = yield* fs.stat(file)
    return { file: path.basename(file), bytes: Number(size), sha256: yield* hashFile(file) }
  }).pipe(Effect.mapError(unreadable(file)))
})

/** Fails with `SourceChanged` unless a file has the size and the SHA-256 that are expected of it. */
const checkSource = (path: string, found: SourceFile, expected: SourceFile): Effect.Effect<void, IngestError> =>
  found.sha256 === expected.sha256 && found.bytes === expected.bytes
    ? Effect.void
    : Effect.fail(
        fileError(
          "SourceChanged",
          path,
          `SHA-256 ${found.sha256} (${found.bytes} bytes) instead of ${expected.sha256} (${expected.bytes} bytes); restore the file, or ingest it as a dataset of another name.`
        )
      )

/**
 * Name, size and SHA-256 of each file, and a check of those of which it is known what they must be.
 *
 * @param official what the files must be, in their order
 * @errors FileUnreadable, SourceChanged
 */
export const describeFiles = (files: ReadonlyArray<string>, official: ReadonlyArray<SourceFile> = []) =>
  Effect.forEach(files, (file, index) =>
    Effect.tap(describeFile(file), (found) => {
      const expected = official[index]
      return expected === undefined ? Effect.void : checkSource(file, found, expected)
    })
  )
