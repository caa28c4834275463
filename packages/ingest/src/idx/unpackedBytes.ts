import { pipeline, Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Effect, type FileSystem, type Scope, Stream } from "effect"
import { fileError, IngestError } from "../ingestError.ts"
import { openRandomAccess, type RandomAccess } from "../randomAccess.ts"

/** The bytes of a file as they are, or unpacked if they are gzip. */
export interface UnpackedBytes {
  /** So many bytes are there if the file is not packed, and at most so many if it is. */
  readonly most: number
  /**
   * In pieces of any sizes, of which most continue the one before in memory: a view of both needs no copy. Memory is made
   * in blocks of at most `block` bytes.
   *
   * @errors FileUnreadable, GzipDamaged
   */
  readonly pieces: (block: number) => Stream.Stream<Uint8Array, IngestError>
}

/** DEFLATE makes at most so many bytes of one (zlib, "Maximum compression factor"). */
const mostExpansion = 1032

/** Bytes of the file that are read, and unpacked, at a time. */
const pieceBytes = 2 ** 20

const readPieces = ({ readInto, size }: RandomAccess, block: number): Stream.Stream<Uint8Array, IngestError> =>
  Stream.suspend(() => {
    const length = Math.min(pieceBytes, block)
    let memory = new Uint8Array(0)
    return Stream.range(0, Math.ceil(size / length) - 1, 1).pipe(
      Stream.mapEffect((index) => {
        const at = (index * length) % block
        if (at === 0) memory = new Uint8Array(Math.min(block, size - index * length))
        const piece = memory.subarray(at, at + length)
        return Effect.as(readInto(piece, index * length), piece)
      })
    )
  })

/**
 * Unpacks in a thread of Node's own, which goes on while the last piece is used. What comes of a piece of the file is a
 * piece; memory is `block` bytes at a time, since the garbage collector is called by how much there is of it.
 */
const gunzip = (packed: Stream.Stream<Uint8Array, IngestError>, file: string, block: number) =>
  Effect.gen(function* () {
    const input = Readable.from(yield* Stream.toAsyncIterableEffect(packed), { objectMode: false })
    const output = createGunzip({ chunkSize: block })
    // What goes wrong while reading destroys `output` with the error, which its reader then meets.
    pipeline(input, output, () => {})
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        input.destroy()
        output.destroy()
      })
    )
    return Stream.fromAsyncIterable<Uint8Array, IngestError>(output, (cause) =>
      cause instanceof IngestError
        ? cause
        : fileError("GzipDamaged", file, `not a whole gzip file (${(cause as Error).message}); fetch it again.`)
    )
  }).pipe(Stream.unwrap)

/**
 * Opens a file that may be gzip (RFC 1952), until the scope ends.
 *
 * @errors FileUnreadable
 */
export const openUnpacked = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<UnpackedBytes, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const access = yield* openRandomAccess(file)
  const { read, size } = access
  const [first, second] = yield* read(0, Math.min(2, size))
  if (first !== 0x1f || second !== 0x8b) return { most: size, pieces: (block) => readPieces(access, block) }
  const most = size * mostExpansion
  const tail = yield* read(Math.max(0, size - 4), Math.min(size, 4))
  // What the file says of its length modulo 2^32 (ISIZE), and one more to see that it ends; not believed if it is short.
  const stated = size < 4 ? 0 : new DataView(tail.buffer).getUint32(0, true) + 1
  const room = Math.min(most, Math.max(stated, pieceBytes))
  return { most, pieces: (block) => gunzip(readPieces(access, block), file, Math.max(64, Math.min(room, block))) }
})
