import { Effect, FileSystem, Path, type Scope } from "effect"
import { unpack } from "../archive/unpack.ts"
import { fileError, type IngestError, unwritable } from "../ingestError.ts"
import { openRandomAccess, type RandomAccess } from "../randomAccess.ts"
import { Dtype, FileRange, NdArray } from "./pickleValue.ts"

/** A header of numpy's own is at most this long. */
const mostHeader = 2 ** 16

/** What the header of an array says, as `numpy.lib.format` writes it. */
const headerForm =
  /^\{'descr': '([|<>])([biuf][1248])', 'fortran_order': (True|False), 'shape': \(((?:\d{1,15}, ?)*(?:\d{1,15},?)?)\), \}\s*$/

/**
 * Opens an `.npy` file of numbers; its values stay in the file.
 *
 * Format: numpy.lib.format, versions 1 to 3.
 *
 * @errors FileUnreadable, NpyDamaged
 */
export const openNpy = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<
  { readonly access: RandomAccess; readonly array: NdArray },
  IngestError,
  FileSystem.FileSystem | Scope.Scope
> {
  const access = yield* openRandomAccess(file)
  const damaged = (byte: number, what: string) => fileError("NpyDamaged", file, `${what}; fetch it again.`, byte)
  const head = yield* access.read(0, Math.min(12, access.size))
  if (head.length < 12 || Buffer.from(head.subarray(0, 6)).toString("latin1") !== "\x93NUMPY") {
    return yield* damaged(0, "does not start as an array of numpy does")
  }
  const wide = head[6]! > 1
  const view = new DataView(head.buffer)
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true)
  const start = (wide ? 12 : 10) + length
  if (length > mostHeader || start > access.size) return yield* damaged(8, `a header of ${length} bytes`)
  const text = Buffer.from(yield* access.read(start - length, length)).toString("latin1")
  const [, order, code, fortran, sizes] = headerForm.exec(text) ?? []
  if (code === undefined) return yield* damaged(start - length, "its header is not that of an array of numbers")
  const dtype = Object.assign(new Dtype(code), { bigEndian: order === ">" })
  const shape = sizes!.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]))
  const bytes = shape.reduce((product, size) => product * size, dtype.size)
  if (bytes !== access.size - start) {
    return yield* damaged(start, `an array of ${shape.join("x")} has ${access.size - start} bytes, not ${bytes}`)
  }
  const data = new FileRange(start, bytes)
  return { access, array: Object.assign(new NdArray(), { shape, dtype, fortran: fortran === "True", data }) }
})

/**
 * Unpacks the arrays `data` and `labels` of an `.npz` into a folder beside it.
 *
 * @param scratch a folder that may be written into
 * @returns paths of the two `.npy` files
 * @errors FileUnreadable, FileUnwritable, ArchiveDamaged, ArchiveRefused, ContentUnexpected
 */
export const unpackNpz = Effect.fnUntraced(function* (
  file: string,
  scratch: string
): Effect.fn.Return<readonly [data: string, labels: string], IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.join(scratch, `${path.basename(file)}-unpacked`)
  yield* fs.makeDirectory(folder).pipe(Effect.mapError(unwritable(folder)))
  const found = yield* unpack(file, new Set(["data.npy", "labels.npy"]), folder)
  const data = found.get("data.npy")
  const labels = found.get("labels.npy")
  return data !== undefined && labels !== undefined
    ? [data, labels]
    : yield* fileError("ContentUnexpected", file, "lacks one of the arrays data and labels; check which file this is.")
})
