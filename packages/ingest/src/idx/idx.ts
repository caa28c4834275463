import { Effect } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { gunzip } from "./gunzip.ts"

/** The contents of an IDX file of unsigned bytes: `values` in row-major order over `dimensions`. */
export interface Idx {
  readonly dimensions: ReadonlyArray<number>
  readonly values: Uint8Array
}

/** The type code of unsigned bytes, the only one that image datasets use. */
const uint8 = 0x08

/**
 * Parses an IDX file: two zero bytes, a type, the rank, one big-endian uint32 a dimension, then the values.
 *
 * Format: LeCun, Cortes, Burges, "The MNIST database of handwritten digits". `values` is a view into `bytes`.
 *
 * @param file named in errors
 * @param rank 1 for labels, 3 for images of one channel
 * @errors IdxHeader, IdxTruncated, IdxOversized, IdxEmpty
 */
export const parseIdx = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  file: string,
  rank: 1 | 3
): Effect.fn.Return<Idx, IngestError> {
  const fail = (reason: IngestError["reason"], byte: number, what: string) => fileError(reason, file, what, byte)
  const header = 4 + 4 * rank
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
  const expected = header + dimensions.reduce((product, size) => product * size, 1)
  if (bytes.length < expected) {
    return yield* fail(
      "IdxTruncated",
      bytes.length,
      `ends before byte ${expected}, where its header says; fetch it again.`
    )
  }
  if (bytes.length > expected) {
    return yield* fail(
      "IdxOversized",
      expected,
      `goes on for ${bytes.length - expected} bytes after its end; fetch it again.`
    )
  }
  return { dimensions, values: bytes.subarray(header) }
})

/** Labelled images of one channel: `images` is uint8 [count, height, width], `labels` is int32 [count]. */
export interface IdxSplit {
  readonly shape: readonly [number, number, 1]
  readonly images: Uint8Array
  readonly labels: Int32Array
}

/** The bytes of one IDX file, raw or gzip, and its name for errors. */
export interface IdxFile {
  readonly file: string
  readonly bytes: Uint8Array
}

/**
 * Parses an image file and the label file that goes with it, and checks that they fit each other.
 *
 * @param classes the number of classes
 * @errors what `gunzip` and `parseIdx` fail with, LabelCount, LabelRange
 */
export const parseIdxSplit = Effect.fnUntraced(function* (
  images: IdxFile,
  labels: IdxFile,
  classes: number
): Effect.fn.Return<IdxSplit, IngestError> {
  const pixels = yield* parseIdx(yield* gunzip(images.bytes, images.file), images.file, 3)
  const names = yield* parseIdx(yield* gunzip(labels.bytes, labels.file), labels.file, 1)
  const [count, height, width] = pixels.dimensions as [number, number, number]
  if (names.values.length !== count) {
    return yield* fileError(
      "LabelCount",
      labels.file,
      `${names.values.length} labels for the ${count} images of ${images.file}; give the label file of these images.`,
      4
    )
  }
  const outside = names.values.findIndex((label) => label >= classes)
  if (outside >= 0) {
    return yield* fileError(
      "LabelRange",
      labels.file,
      `label ${names.values[outside]} of image ${outside}, but there are ${classes} classes; name every class.`,
      8 + outside
    )
  }
  return { shape: [height, width, 1], images: pixels.values, labels: new Int32Array(names.values) }
})
