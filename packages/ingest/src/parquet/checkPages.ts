import type { ColumnMetaData } from "hyparquet"
import { parquetHeader } from "hyparquet/src/column.js"

/** Most bytes that a page, or a row group, may unpack to: 1 GiB. */
export const mostBytes = 2 ** 30

/**
 * What is wrong with the page headers of a column chunk, if anything: pages that lie outside it, hold more values than
 * there are, or unpack to more than the chunk. The reader believes them, so a hostile one could keep it for ever.
 *
 * @param bytes the column chunk
 * @throws what the parser of headers throws on bytes that are none
 */
export const pageFault = (
  bytes: ArrayBuffer,
  { num_values, total_uncompressed_size }: ColumnMetaData
): string | undefined => {
  const reader = { view: new DataView(bytes), offset: 0 }
  let values = 0
  let unpacked = 0
  // The last byte may be padding: the reader stops before it, too.
  while (values < num_values && reader.offset < bytes.byteLength - 1) {
    const at = reader.offset
    const header = parquetHeader(reader)
    const { compressed_page_size: stored, uncompressed_page_size: size } = header
    const inside = stored >= 0 && reader.offset + stored <= bytes.byteLength
    unpacked += reader.offset - at + size
    if (!inside || !(size >= 0) || unpacked > total_uncompressed_size)
      return `a page of ${stored} bytes, ${size} unpacked`
    const dictionary = header.dictionary_page_header
    const page = header.data_page_header ?? header.data_page_header_v2
    const count = (page ?? dictionary)?.num_values
    if (count === undefined || !(count >= 0) || count > num_values) return `a page of ${count} values`
    if (page !== undefined) values += count
    reader.offset += stored
  }
  return values === Number(num_values) ? undefined : `${values} values in its pages, ${num_values} in its head`
}
