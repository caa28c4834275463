import { constants, inflateSync } from "node:zlib"
import { Effect } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import type { RandomAccess } from "../randomAccess.ts"
import { type MatFault, type MatHead, parseMatHead } from "./matHead.ts"

/** A numeric array in a MAT file: its head, and where its element lies. */
export interface MatArray extends MatHead {
  /** Bytes of the element in the file: with its tag where it is plain, its zlib stream where it is compressed. */
  readonly element: { readonly at: number; readonly length: number; readonly compressed: boolean }
}

const headerBytes = 128
const tagBytes = 8
const compressedType = 15
/** Bytes of an element, uncompressed, that hold any head that is read. */
const prefixBytes = 512
/** A zlib stream of so many bytes gives that prefix: its head is stored in at least an eighth of its size. */
const compressedPrefix = 4096
/** Far above what a file of images has, so that a hostile one does not keep us. */
const mostElements = 1024

const isFault = (head: MatHead | MatFault): head is MatFault => "what" in head

/** The first bytes of a zlib stream that may be cut short; undefined if it is damaged within them. */
const inflatePrefix = (bytes: Uint8Array): Uint8Array | undefined => {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 23 }).subarray(
      0,
      prefixBytes
    )
  } catch {
    return undefined
  }
}

/**
 * Finds the numeric arrays of a MAT file, level 5, in the order in which they stand; their values are not read.
 *
 * Format: The MathWorks, "MAT-File Format", level 5, little-endian, plain or with elements compressed by zlib. MATLAB
 * writes it with `save -v7` and `-v6`, scipy with `savemat`; version 7.3 is HDF5 and refused.
 *
 * @errors FileUnreadable, MatDamaged, MatUnexpected
 */
export const scanMat = Effect.fnUntraced(function* ({
  file,
  read,
  size
}: RandomAccess): Effect.fn.Return<ReadonlyArray<MatArray>, IngestError> {
  const damaged = (byte: number, what: string) =>
    fileError("MatDamaged", file, `${what}; fetch or save the file again.`, byte)
  if (size < headerBytes) {
    return yield* damaged(size, `ends within the ${headerBytes}-byte header of a MAT file`)
  }
  const header = yield* read(0, headerBytes)
  // The version, 0x0100, and "IM" where the numbers are little-endian.
  if ([0, 1, 0x49, 0x4d].some((byte, index) => header[124 + index] !== byte)) {
    const what = "not a little-endian MAT file of level 5; save it with -v7 (7.3 is HDF5, which is not read)."
    return yield* fileError("MatUnexpected", file, what, 124)
  }
  const arrays: Array<MatArray> = []
  let at = headerBytes
  for (let elements = 0; at < size; elements++) {
    if (elements === mostElements) return yield* damaged(at, `more than ${mostElements} elements`)
    const prefix = yield* read(at, Math.min(size - at, tagBytes + compressedPrefix))
    if (prefix.length < tagBytes) return yield* damaged(at, "ends within the tag of an element")
    const view = new DataView(prefix.buffer)
    const type = view.getUint32(0, true)
    const length = view.getUint32(4, true)
    if (at + tagBytes + length > size) {
      return yield* damaged(at, `an element of ${length} bytes, of which ${size - at - tagBytes} are there`)
    }
    const compressed = type === compressedType
    const bytes = compressed ? inflatePrefix(prefix.subarray(tagBytes, tagBytes + length)) : prefix
    if (bytes === undefined) return yield* damaged(at + tagBytes, "an element that zlib cannot unpack")
    const head = parseMatHead(bytes)
    if (head !== undefined && isFault(head)) {
      return yield* damaged(at, `${head.what} (byte ${head.byte} of ${compressed ? "the unpacked" : "this"} element)`)
    }
    const stored = compressed ? { at: at + tagBytes, length } : { at, length: tagBytes + length }
    if (head !== undefined) arrays.push({ ...head, element: { ...stored, compressed } })
    at += tagBytes + length
  }
  return arrays
})
