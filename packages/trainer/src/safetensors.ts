import { endianness } from "node:os"
import { Effect, Predicate } from "effect"
import { TrainerError } from "./trainerError.ts"

/** A float32 tensor by shape, elements in row-major order. */
export interface Weights {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

/** Headers above this are refused by the format's own reader too. */
const largestHeader = 100_000_000

/**
 * Encodes named float32 tensors in the safetensors format: the length of the header as a little-endian u64, the header
 * as JSON padded with spaces to a multiple of 8, and the elements in little-endian order.
 *
 * Source: the format's description in huggingface/safetensors.
 */
export const encodeSafetensors = (
  tensors: ReadonlyMap<string, Weights>,
  metadata: Readonly<Record<string, string>> = {}
): Uint8Array => {
  if (endianness() !== "LE") throw new Error("safetensors are written on little-endian machines only")
  let end = 0
  const entries = [...tensors].map(([name, { data, shape }]) => {
    const begin = end
    end += data.byteLength
    return [name, { dtype: "F32", shape, data_offsets: [begin, end] }] as const
  })
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) })
  const text = new TextEncoder().encode(json)
  const headerLength = Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(text, 8)
  let at = 8 + headerLength
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

/**
 * Decodes the float32 tensors of a safetensors file.
 *
 * @param file only named in errors
 * @param left names of tensors that are left out, whatever their type; none by default
 * @errors TrainerError WeightsInvalid, with the byte offset or the tensor, for anything that does not add up
 */
export const decodeSafetensors = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  file: string,
  left: (name: string) => boolean = () => false
) {
  const invalid = (where: string, what: string) =>
    new TrainerError({
      reason: "WeightsInvalid",
      message: `${file}: ${where}: ${what}; the file is damaged or not safetensors, write it again.`
    })
  if (bytes.length < 8) return yield* invalid("byte 0", `${bytes.length} bytes cannot hold the header's length`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerLength = Number(view.getBigUint64(0, true))
  if (headerLength > Math.min(largestHeader, bytes.length - 8)) {
    return yield* invalid("byte 0", `a header of ${headerLength} bytes does not fit in ${bytes.length}`)
  }
  const header = yield* Effect.try({
    try: (): unknown =>
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + headerLength))),
    catch: () => invalid("byte 8", "the header is not JSON")
  })
  if (!Predicate.isReadonlyObject(header)) return yield* invalid("byte 8", "the header is not an object")
  const tensors = new Map<string, Weights>()
  const body = bytes.subarray(8 + headerLength)
  const ranges: Array<readonly [begin: number, end: number]> = []
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue
    const tensor = `tensor ${JSON.stringify(name)}`
    if (!Predicate.isReadonlyObject(entry)) return yield* invalid(tensor, "its entry is not an object")
    const { data_offsets: offsets, dtype, shape } = entry as Record<string, unknown>
    const leave = left(name)
    if (dtype !== "F32" && !leave)
      return yield* invalid(tensor, `its type is ${JSON.stringify(dtype)}, only F32 is read`)
    const isSizes = (value: unknown): value is ReadonlyArray<number> =>
      Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
      return yield* invalid(tensor, "its shape or offsets are not whole numbers")
    }
    const [begin, end] = offsets as readonly [number, number]
    const size = shape.reduce((a, b) => a * b, 1)
    if (begin > end || end > body.length || (end - begin !== size * 4 && !leave)) {
      return yield* invalid(
        tensor,
        `offsets ${begin} to ${end} do not hold ${size} elements within ${body.length} bytes`
      )
    }
    ranges.push([begin, end])
    if (leave) continue
    // Copied, because the body need not be aligned to 4 bytes.
    const data = new Float32Array(size)
    new Uint8Array(data.buffer).set(body.subarray(begin, end))
    tensors.set(name, { shape, data })
  }
  // The format has neither gaps nor overlaps, so a wrong offset cannot pass for a right one.
  let covered = 0
  for (const [begin, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (begin !== covered) {
      return yield* invalid(`byte ${8 + headerLength + covered}`, `a tensor begins at offset ${begin}, not ${covered}`)
    }
    covered = end
  }
  if (covered !== body.length) {
    return yield* invalid(`byte ${8 + headerLength + covered}`, `${body.length - covered} bytes belong to no tensor`)
  }
  return tensors
})
