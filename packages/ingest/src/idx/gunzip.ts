import { promisify } from "node:util"
import zlib from "node:zlib"
import { Effect } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"

const inflate = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip)

/** Most bytes that a gzip file may unpack to, so that a small hostile file cannot fill the memory: 1 GiB. */
const largest = 2 ** 30

/** Whether the bytes begin with the magic number of gzip (RFC 1952). */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** DEFLATE makes at most so many bytes of one (zlib, "Maximum compression factor"). */
const mostExpansion = 1032

/**
 * Bytes that are unpacked at a time: all, and one more to see that there are no others. What the end of the file says of
 * its length modulo 2^32 (RFC 1952, ISIZE) is believed as far as the file can be as long; more pieces follow where it is
 * wrong. Node's 16 KiB at a time would be a turn of the event loop each, and a copy.
 */
const pieceOf = (bytes: Uint8Array, limit: number): number => {
  const stated =
    bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true)
  return Math.max(1024, Math.min(stated, bytes.length * mostExpansion, limit) + 1)
}

/**
 * The bytes as they are, or unpacked if they are gzip.
 *
 * @param file named in errors
 * @param limit most bytes that may come out
 * @errors GzipDamaged, FileTooLarge
 */
export const gunzip = (bytes: Uint8Array, file: string, limit = largest): Effect.Effect<Uint8Array, IngestError> =>
  isGzip(bytes)
    ? Effect.tryPromise({
        try: () => inflate(bytes, { maxOutputLength: limit, chunkSize: pieceOf(bytes, limit) }),
        catch: (cause) =>
          cause instanceof RangeError
            ? fileError("FileTooLarge", file, `unpacks to more than ${limit} bytes; split the file.`)
            : fileError("GzipDamaged", file, `not a whole gzip file (${(cause as Error).message}); fetch it again.`)
      })
    : Effect.succeed(bytes)
