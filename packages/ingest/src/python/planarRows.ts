import { Effect } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { classesOf } from "../labels.ts"
import type { Part } from "../parts.ts"
import { interleave } from "../planar.ts"
import type { RandomAccess } from "../randomAccess.ts"
import { numbersOf } from "./pickleCalls.ts"
import { FileRange, NdArray, type PickleValue } from "./pickleValue.ts"

/** How images and labels are kept in the arrays of a dataset. */
export interface PlanarRows {
  /** Pixels of a channel; there are three. */
  readonly area: number
  readonly classes: number
  /** The label of the first class. */
  readonly base: 0 | 1
}

/** All bytes of an array. */
const bytesOf = ({ data }: NdArray, { read }: RandomAccess): Effect.Effect<Uint8Array, IngestError> =>
  data instanceof FileRange ? read(data.offset, data.length) : Effect.succeed(data)

/** The labels in a list or in an array, if it is one. */
export const readLabels = (
  value: PickleValue | undefined,
  access: RandomAccess
): Effect.Effect<ReadonlyArray<PickleValue> | undefined, IngestError> =>
  value instanceof NdArray && value.shape.length === 1
    ? Effect.map(bytesOf(value, access), (bytes) => numbersOf(value.dtype, bytes))
    : Effect.succeed(Array.isArray(value) ? value : undefined)

/**
 * Images as CIFAR's Python version and ImageNet32 keep them: an array of bytes, one row an image, in the order channel,
 * height, width; and a label for each.
 *
 * @param access to the file of the images
 * @param found the labels, if there are any
 * @errors FileUnreadable, ContentUnexpected, FileEmpty, LabelCount, LabelRange
 */
export const planarRows = Effect.fnUntraced(function* (
  access: RandomAccess,
  data: PickleValue | undefined,
  found: ReadonlyArray<PickleValue> | undefined,
  { area, base, classes }: PlanarRows
): Effect.fn.Return<Part, IngestError> {
  const { file, read } = access
  const stride = 3 * area
  const unexpected = (what: string) => fileError("ContentUnexpected", file, `${what}; check which file this is.`)
  if (!(data instanceof NdArray)) return yield* unexpected("has no array of images under its key")
  const [count = 0, ...rest] = data.shape
  if (data.dtype.code !== "u1" || data.fortran || rest.length === 0 || rest.reduce((a, b) => a * b, 1) !== stride) {
    return yield* unexpected(
      `its images are ${data.shape.join("x")} of type ${data.dtype.code}${data.fortran ? " by columns" : ""}, not rows of ${stride} bytes`
    )
  }
  if (count === 0) return yield* fileError("FileEmpty", file, "has no images; fetch it again.")
  if (found === undefined) return yield* unexpected("has no list of labels under its key")
  if (found.length !== count) {
    return yield* fileError("LabelCount", file, `${found.length} labels for ${count} images; fetch it again.`)
  }
  const numbers = found.map((label) =>
    typeof label === "bigint" || typeof label === "number" ? Number(label) : Number.NaN
  )
  const all = yield* classesOf(numbers, { file, classes, base, first: 0 })
  const range = data.data
  return {
    count,
    read: Effect.fnUntraced(function* (first, length) {
      const bytes =
        range instanceof FileRange
          ? yield* read(range.offset + first * stride, length * stride)
          : range.subarray(first * stride, (first + length) * stride)
      return {
        images: interleave(bytes, { count: length, channels: 3, area, first: 0, stride }),
        labels: all.subarray(first, first + length)
      }
    })
  }
})
