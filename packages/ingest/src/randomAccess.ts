import { Effect, FileSystem, type Scope } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"
import { unreadable } from "./sourceFile.ts"

/** A file that is open for reading at any place. */
export interface RandomAccess {
  readonly file: string
  /** In bytes. */
  readonly size: number
  /** Fills a buffer with the bytes from byte `offset` on. @errors FileUnreadable */
  readonly readInto: (bytes: Uint8Array, offset: number) => Effect.Effect<void, IngestError>
  /** `length` bytes from byte `offset` on, in a buffer of their own. @errors FileUnreadable */
  readonly read: (offset: number, length: number) => Effect.Effect<Uint8Array<ArrayBuffer>, IngestError>
}

/**
 * Opens a file for reading at any place, until the scope ends.
 *
 * @errors FileUnreadable
 */
export const openRandomAccess = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<RandomAccess, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const handle = yield* fs.open(file).pipe(Effect.mapError(unreadable(file)))
  const { size } = yield* handle.stat.pipe(Effect.mapError(unreadable(file)))
  const readInto = Effect.fnUntraced(function* (bytes: Uint8Array, offset: number) {
    let filled = 0
    while (filled < bytes.length) {
      const position = BigInt(offset + filled)
      const got = yield* handle.read(bytes.subarray(filled), { position }).pipe(Effect.mapError(unreadable(file)))
      if (got === 0) {
        return yield* fileError(
          "FileUnreadable",
          file,
          "ends here, which it did not when it was opened; run again.",
          offset + filled
        )
      }
      filled += got
    }
  })
  const read = (offset: number, length: number) =>
    Effect.suspend(() => {
      const bytes = new Uint8Array(length)
      return Effect.as(readInto(bytes, offset), bytes)
    })
  return { file, size: Number(size), read, readInto }
})
