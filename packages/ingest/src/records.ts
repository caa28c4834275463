import { Effect, type FileSystem, type Scope } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"
import { openRandomAccess } from "./randomAccess.ts"

/** Rows of equal length in a file. */
export interface Records {
  readonly file: string
  readonly count: number
  readonly read: (first: number, count: number) => Effect.Effect<Uint8Array<ArrayBuffer>, IngestError>
}

/**
 * Opens a file that is nothing but records of so many bytes, any number of them.
 *
 * @errors FileUnreadable, FileEmpty, FileTruncated
 */
export const openRecords = Effect.fnUntraced(function* (
  file: string,
  bytes: number
): Effect.fn.Return<Records, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { read, size } = yield* openRandomAccess(file)
  if (size === 0) return yield* fileError("FileEmpty", file, "is empty; fetch it again.")
  const count = Math.floor(size / bytes)
  if (size % bytes !== 0) {
    return yield* fileError(
      "FileTruncated",
      file,
      `ends within record ${count}, after ${size % bytes} of its ${bytes} bytes; fetch it again.`,
      size
    )
  }
  return {
    file,
    count,
    read: (first, length) => read(first * bytes, length * bytes)
  }
})
