import { Effect, type FileSystem, type Scope, Stream } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { openUnpacked, type UnpackedBytes } from "./unpackedBytes.ts"

/** What an IDX file of unsigned bytes holds. */
export interface Idx {
  readonly file: string
  readonly dimensions: ReadonlyArray<number>
  /** In row-major order over `dimensions`, in pieces of any sizes. @errors FileUnreadable, GzipDamaged, IdxTruncated, IdxOversized */
  readonly values: Stream.Stream<Uint8Array, IngestError>
}

/** The type code of unsigned bytes, the only one that image datasets use. */
const uint8 = 0x08

/** Most bytes of a file, unpacked, so that a small hostile one cannot fill the memory or the disk: 1 GiB. */
const largest = 2 ** 30

/** Most memory that is made at a time: the values of most files lie in one piece, of which record batches are views. */
const block = 2 ** 26

/** Bytes before the values: two zero bytes, a type, the rank, and one big-endian uint32 a dimension. */
const headLength = (rank: number): number => 4 + 4 * rank

/**
 * Parses the head of an IDX file.
 *
 * @param bytes the first ones of the file, as many as its head has if it is as long
 * @param file named in errors
 * @param rank 1 for labels, 3 for images of one channel
 * @returns its dimensions
 * @errors IdxHeader, IdxTruncated, IdxEmpty
 */
export const parseIdxHead = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  file: string,
  rank: 1 | 3
): Effect.fn.Return<ReadonlyArray<number>, IngestError> {
  const fail = (reason: IngestError["reason"], byte: number, what: string) => fileError(reason, file, what, byte)
  const header = headLength(rank)
  if (bytes.length < 4) {
    return yield* fail(
      "IdxTruncated",
      bytes.length,
      "ends within the 4-byte magic number of IDX; fetch the file again."
    )
  }
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    return yield* fail(
      "IdxHeader",
      0,
      "does not start with two zero bytes, so it is not IDX; check which file this is."
    )
  }
  if (bytes[2] !== uint8) {
    return yield* fail(
      "IdxHeader",
      2,
      `IDX type ${bytes[2]} instead of ${uint8}; convert the values to unsigned bytes.`
    )
  }
  if (bytes[3] !== rank) {
    const wanted = rank === 1 ? "1, as labels have" : "3, as images have"
    return yield* fail("IdxHeader", 3, `IDX rank ${bytes[3]} instead of ${wanted}; check which file this is.`)
  }
  if (bytes.length < header) {
    return yield* fail("IdxTruncated", bytes.length, `ends within the ${header}-byte IDX header; fetch the file again.`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dimensions = Array.from({ length: rank }, (_, index) => view.getUint32(4 + 4 * index))
  const empty = dimensions.indexOf(0)
  if (empty >= 0) {
    return yield* fail("IdxEmpty", 4 + 4 * empty, `dimension ${empty} is 0; a dataset needs at least one image.`)
  }
  return dimensions
})

/** The first bytes of a file, `length` if it is as long. */
const headOf = ({ pieces }: UnpackedBytes, length: number) =>
  Effect.suspend(() => {
    const head = new Uint8Array(length)
    let filled = 0
    return pieces(2 ** 12).pipe(
      Stream.takeUntil((piece) => {
        const part = piece.subarray(0, length - filled)
        head.set(part, filled)
        filled += part.length
        return filled === length
      }),
      Stream.runDrain,
      Effect.map(() => head.subarray(0, filled))
    )
  })

/** What a file fails with that is not as long as its head says. */
const truncated = (file: string, length: number, expected: number) =>
  fileError("IdxTruncated", file, `ends before byte ${expected}, where its header says; fetch it again.`, length)

/** The bytes from `start` to `end`, where the file must end. */
const valuesOf = ({ pieces }: UnpackedBytes, file: string, start: number, end: number) =>
  Stream.suspend(() => {
    let read = 0
    const values = Stream.mapEffect(pieces(block), (piece) => {
      const own = piece.subarray(Math.max(0, start - read))
      read += piece.length
      return read <= end
        ? Effect.succeed(own)
        : Effect.fail(fileError("IdxOversized", file, "goes on after its end; fetch it again.", end))
    })
    const whole = Stream.suspend(() => (read < end ? Stream.fail(truncated(file, read, end)) : Stream.empty))
    return Stream.concat(values, whole)
  })

/**
 * Opens an IDX file, raw or gzip, until the scope ends. Its head is read now, its values when the stream runs.
 *
 * Format: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
 *
 * @param rank 1 for labels, 3 for images of one channel
 * @errors FileUnreadable, GzipDamaged, IdxHeader, IdxTruncated, IdxEmpty, FileTooLarge
 */
export const openIdx = Effect.fnUntraced(function* (
  file: string,
  rank: 1 | 3
): Effect.fn.Return<Idx, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const bytes = yield* openUnpacked(file)
  const start = headLength(rank)
  const dimensions = yield* parseIdxHead(yield* headOf(bytes, start), file, rank)
  const end = start + dimensions.reduce((product, size) => product * size, 1)
  // Before anything is made room for; a packed file that is shorter than it may be is met at its end.
  if (end > bytes.most) return yield* truncated(file, bytes.most, end)
  if (end > largest) {
    return yield* fileError("FileTooLarge", file, `has ${end} bytes, more than ${largest}; split the file.`)
  }
  return { file, dimensions, values: valuesOf(bytes, file, start, end) }
})
