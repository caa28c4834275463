import { type DatasetHeader, hashFile, sha256 } from "@ebcle/core"
import { Effect, FileSystem, Path, type PlatformError } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"

/** Name, size in bytes and SHA-256 of a file that a dataset is made from. */
export type SourceFile = DatasetHeader["sources"][number]

const unreadable = (file: string) => (error: PlatformError.PlatformError) =>
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
export const describeFile = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<SourceFile, IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* Effect.gen(function* () {
    const { size } = yield* fs.stat(file)
    return { file: path.basename(file), bytes: Number(size), sha256: yield* hashFile(file) }
  }).pipe(Effect.mapError(unreadable(file)))
})

/** What `describeFile` gives, of bytes that are read already. */
export const describeBytes = Effect.fnUntraced(function* (file: string, bytes: Uint8Array) {
  const path = yield* Path.Path
  return { file: path.basename(file), bytes: bytes.byteLength, sha256: sha256(bytes) }
})

/** Fails with `SourceChanged` unless a file has the size and the SHA-256 that are expected of it. */
export const checkSource = (path: string, found: SourceFile, expected: SourceFile): Effect.Effect<void, IngestError> =>
  found.sha256 === expected.sha256 && found.bytes === expected.bytes
    ? Effect.void
    : Effect.fail(
        fileError(
          "SourceChanged",
          path,
          `SHA-256 ${found.sha256} (${found.bytes} bytes) instead of ${expected.sha256} (${expected.bytes} bytes); restore the file, or ingest it as a dataset of another name.`
        )
      )
