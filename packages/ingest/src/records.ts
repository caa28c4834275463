import { Effect, Fiber, type FileSystem, type Scope } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"
import { openRandomAccess } from "./randomAccess.ts"

/** Rows of equal length in a file. */
export interface Records {
  readonly file: string
  readonly count: number
  readonly read: (first: number, count: number) => Effect.Effect<Uint8Array<ArrayBuffer>, IngestError>
  /** The same in pieces, one after the other. */
  readonly scan: (first: number, count: number, use: UseRecords) => Effect.Effect<void, IngestError>
}

/** Takes `count` records, of which the first is the one at `at` of those that were asked for; the bytes are used again. */
export type UseRecords = (bytes: Uint8Array, at: number, count: number) => void

/** Bytes of records that are read at a time: what was read is still in the processor's cache when it is used. */
const pieceBytes = 512 * 1024

/**
 * Opens a file that is nothing but records of so many bytes, any number of them.
 *
 * @errors FileUnreadable, FileEmpty, FileTruncated
 */
export const openRecords = Effect.fnUntraced(function* (
  file: string,
  bytes: number
): Effect.fn.Return<Records, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { read, readInto, size } = yield* openRandomAccess(file)
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
  const rows = Math.max(1, Math.floor(pieceBytes / bytes))
  const scan = Effect.fnUntraced(function* (first: number, length: number, use: UseRecords) {
    let [filled, free] = [new Uint8Array(rows * bytes), new Uint8Array(rows * bytes)]
    const fill = (buffer: Uint8Array, at: number) => {
      const piece = buffer.subarray(0, Math.min(rows, length - at) * bytes)
      return Effect.as(readInto(piece, (first + at) * bytes), piece)
    }
    let piece = yield* fill(filled, 0)
    for (let at = 0; at < length; at += rows) {
      // The next piece is read while this one is used.
      const next = yield* Effect.forkChild(fill(free, Math.min(at + rows, length)), { startImmediately: true })
      use(piece, at, piece.length / bytes)
      piece = yield* Fiber.join(next)
      const used = filled
      filled = free
      free = used
    }
  })
  return { file, count, read: (start, length) => read(start * bytes, length * bytes), scan }
})
