import { Effect, type FileSystem, type Scope } from "effect"
import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData } from "hyparquet"
import { fileError, type IngestError } from "../ingestError.ts"
import { openRandomAccess } from "../randomAccess.ts"
import { mostBytes, pageFault } from "./checkPages.ts"

/** Most rows of a row group: they are in memory together. */
const mostRows = 2 ** 20
/** Most bytes of the metadata at the end of a file. */
const mostMetadata = 2 ** 26

/** A Parquet file that is open: its metadata, and its rows by row group. */
export interface ParquetFile {
  readonly metadata: FileMetaData
  readonly rows: (group: number, columns: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<unknown>, IngestError>
}

/** "PAR1". */
const magic = 0x31524150

/** Every codec, kept from unpacking more than a page may be. */
const boundedCompressors = Effect.map(
  Effect.promise(() => import("hyparquet-compressors")),
  ({ compressors }) =>
    Object.fromEntries(
      Object.entries(compressors).map(([codec, decompress]) => [
        codec,
        (input: Uint8Array, length: number) => {
          if (length > mostBytes) throw new RangeError(`a page unpacks to ${length} bytes, more than ${mostBytes}`)
          return decompress(input, length)
        }
      ])
    ) as Compressors
)

const oneLine = (cause: unknown): string =>
  String(cause instanceof Error ? cause.message : cause).replaceAll(/\s+/g, " ")

/** Where a column chunk lies in the file. */
const extentOf = ({ data_page_offset, dictionary_page_offset, total_compressed_size }: ColumnMetaData) => {
  // Some writers give 0 for a dictionary that is not there.
  const start = Number(dictionary_page_offset || data_page_offset)
  return { start, end: start + Number(total_compressed_size) }
}

/** What is wrong with the metadata, if anything; every figure in it is believed afterwards. */
const metadataFault = ({ num_rows, row_groups, schema }: FileMetaData, size: number): string | undefined => {
  if (!Array.isArray(schema) || schema.length < 2) return "it has no columns"
  let rows = 0n
  for (const [index, { columns, num_rows }] of row_groups.entries()) {
    if (!(num_rows >= 0) || num_rows > mostRows)
      return `row group ${index} has ${num_rows} rows; at most ${mostRows} are read`
    rows += num_rows
    let unpacked = 0
    for (const { file_path, meta_data } of columns) {
      if (meta_data === undefined) return `row group ${index} has a column without metadata`
      if (file_path !== undefined) return `row group ${index} lies in another file`
      const { end, start } = extentOf(meta_data)
      if (!(start >= 4 && end >= start && end <= size)) return `row group ${index} has a column outside the file`
      unpacked += Number(meta_data.total_uncompressed_size)
      if (!(unpacked >= 0 && unpacked <= mostBytes)) return `row group ${index} unpacks to more than ${mostBytes} bytes`
    }
  }
  return rows === num_rows ? undefined : `its row groups have ${rows} rows, its head ${num_rows}`
}

/**
 * Opens a Parquet file; nothing but its metadata is read. Pages may be packed with snappy, gzip, zstd, brotli or LZ4.
 *
 * @errors FileUnreadable, ParquetDamaged
 */
export const openParquet = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<ParquetFile, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { parquetMetadataAsync, parquetReadObjects } = yield* Effect.promise(() => import("hyparquet"))
  const compressors = yield* boundedCompressors
  const { read, size } = yield* openRandomAccess(file)
  const damaged = (what: string) => fileError("ParquetDamaged", file, `${what}; fetch or save the file again.`)
  /** Whatever the reader throws comes from the bytes that it is given. */
  const attempt = <A>(what: string, make: () => A | Promise<A>) =>
    Effect.tryPromise({ try: async () => make(), catch: (cause) => damaged(`${what} (${oneLine(cause)})`) })
  const slice = (start: number, end = size) => Effect.map(read(start, end - start), ({ buffer }) => buffer)
  const buffer: AsyncBuffer = { byteLength: size, slice: (start, end) => Effect.runPromise(slice(start, end)) }

  if (size < 12) return yield* damaged("too short for Parquet")
  const tail = new DataView(yield* slice(size - 8))
  if (tail.getUint32(4, true) !== magic) return yield* damaged("it does not end with the magic of Parquet")
  if (tail.getUint32(0, true) > mostMetadata) return yield* damaged(`its metadata have more than ${mostMetadata} bytes`)
  const unreadable = "its metadata cannot be read"
  const metadata = yield* attempt(unreadable, () => parquetMetadataAsync(buffer, { geoparquet: false }))
  const fault = yield* attempt(unreadable, () => metadataFault(metadata, size))
  if (fault !== undefined) return yield* damaged(fault)

  const rows: ParquetFile["rows"] = Effect.fnUntraced(function* (group, columns) {
    const what = `row group ${group} cannot be read`
    const { columns: chunks, num_rows } = metadata.row_groups[group]!
    for (const { meta_data } of chunks) {
      if (!columns.includes(meta_data!.path_in_schema[0] ?? "")) continue
      const { end, start } = extentOf(meta_data!)
      const bytes = yield* slice(start, end)
      const fault = yield* attempt(what, () => pageFault(bytes, meta_data!))
      if (fault !== undefined) return yield* damaged(`row group ${group} has ${fault}`)
    }
    const rowStart = metadata.row_groups.slice(0, group).reduce((sum, before) => sum + Number(before.num_rows), 0)
    const rowEnd = rowStart + Number(num_rows)
    return yield* attempt(what, () =>
      parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        columns: [...columns],
        compressors,
        utf8: false,
        geoparquet: false
      })
    )
  })
  return { metadata, rows }
})
