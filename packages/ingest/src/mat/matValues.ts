import { pipeline, Readable } from "node:stream"
import { createInflate } from "node:zlib"
import { Stream } from "effect"
import { fileError, IngestError } from "../ingestError.ts"
import type { RandomAccess } from "../randomAccess.ts"
import type { MatArray } from "./scanMat.ts"

/** Bytes read at a time. */
const pieceBytes = 2 ** 20

/** Bytes of a file from one place on, piece by piece. */
const piecesOf = ({ read }: RandomAccess, at: number, length: number): Stream.Stream<Uint8Array, IngestError> =>
  Stream.fromIterable(Array.from({ length: Math.ceil(length / pieceBytes) }, (_, index) => index * pieceBytes)).pipe(
    Stream.mapEffect((offset) => read(at + offset, Math.min(pieceBytes, length - offset)))
  )

/** What a zlib stream unpacks to, piece by piece. */
const inflated = (packed: Stream.Stream<Uint8Array, IngestError>, damaged: (cause: unknown) => IngestError) =>
  Stream.suspend(() => {
    const unpack = createInflate({ chunkSize: 2 ** 18 })
    // Its errors reach whoever reads from `unpack`.
    pipeline(Readable.from(Stream.toAsyncIterable(packed)), unpack, () => undefined)
    return Stream.fromAsyncIterable<Uint8Array, IngestError>(unpack, (cause) =>
      cause instanceof IngestError ? cause : damaged(cause)
    )
  })

/**
 * The bytes of an array's values, in pieces of whole records, in the order of the file and in constant memory.
 *
 * @param recordBytes must divide the length of the values
 * @errors FileUnreadable; MatDamaged where zlib cannot unpack them or they end early
 */
export const matValues = (
  access: RandomAccess,
  { element, length, name, start }: MatArray,
  recordBytes: number
): Stream.Stream<Uint8Array, IngestError> => {
  const damaged = (what: string) =>
    fileError("MatDamaged", access.file, `the values of ${name} ${what}; fetch or save the file again.`, element.at)
  const stored = piecesOf(access, element.at, element.length)
  const bytes = element.compressed
    ? inflated(stored, (cause) => damaged(`cannot be unpacked (${(cause as Error).message})`))
    : stored
  return Stream.suspend(() => {
    let skip = start
    let left = length
    let rest = new Uint8Array(0)
    const records = bytes.pipe(
      Stream.map((piece) => {
        const values = piece.subarray(skip, skip + left)
        skip -= Math.min(skip, piece.length)
        left -= values.length
        const joined = new Uint8Array(rest.length + values.length)
        joined.set(rest)
        joined.set(values, rest.length)
        const whole = joined.length - (joined.length % recordBytes)
        rest = joined.subarray(whole)
        return joined.subarray(0, whole)
      }),
      // What is packed behind the values is not unpacked.
      Stream.takeUntil(() => left === 0),
      Stream.filter(({ length }) => length > 0)
    )
    const end = Stream.suspend(() => (left === 0 ? Stream.empty : Stream.fail(damaged(`end ${left} bytes early`))))
    return Stream.concat(records, end)
  })
}
