import { Endianness } from "apache-arrow/fb/endianness"
import { Field } from "apache-arrow/fb/field"
import { FixedSizeBinary } from "apache-arrow/fb/fixed-size-binary"
import { FloatingPoint } from "apache-arrow/fb/floating-point"
import { Footer } from "apache-arrow/fb/footer"
import { Int } from "apache-arrow/fb/int"
import { Message } from "apache-arrow/fb/message"
import { MessageHeader } from "apache-arrow/fb/message-header"
import { Precision } from "apache-arrow/fb/precision"
import { RecordBatch } from "apache-arrow/fb/record-batch"
import type { Schema } from "apache-arrow/fb/schema"
import { Type } from "apache-arrow/fb/type"
import { ByteBuffer } from "flatbuffers"
import { ArrowFault } from "./arrowFault.ts"

/** The column types that are read: fixed-size binary, and numbers, none of them nullable. */
export interface Views {
  readonly binary: Uint8Array
  readonly int32: Int32Array
  readonly float64: Float64Array
}
export type ColumnType = keyof Views
export type Columns = Readonly<Record<string, ColumnType>>

const magic = "ARROW1"
/** Bytes at the end of a file: length of the footer, then the magic again. */
export const tailLength = 4 + magic.length
/** Bytes at the start of a file: the magic, padded. */
export const headLength = 8
/** No footer of 8 MiB batches comes near; a hostile length cannot fill the memory. */
const mostFooter = 2 ** 26
/** Bytes that describe one record batch. */
const mostHead = 2 ** 20
/** Node reads less than 2 GiB at once. */
const mostBody = 2 ** 30
/** Far above what is written, so that a hostile footer cannot multiply one long text. */
const mostMetadata = 64

const damaged = (byte: number, what: string): never => {
  throw new ArrowFault("ArrowDamaged", byte, what)
}
const unexpected = (byte: number, what: string): never => {
  throw new ArrowFault("ArrowUnexpected", byte, what)
}

/** A flatbuffer table that must be there. */
const present = <A>(value: A | null, byte: number): A =>
  value ?? damaged(byte, "a part of its Arrow metadata is missing")

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  Array.from(magic).every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

/** Bytes a row of a field, if it has the wanted type. A field may name a type and hold none. */
const widthOf = (field: Field, wanted: ColumnType): number | undefined => {
  switch (wanted) {
    case "binary": {
      if (field.typeType() !== Type.FixedSizeBinary) return undefined
      const binary: FixedSizeBinary | null = field.type(new FixedSizeBinary())
      return binary?.byteWidth()
    }
    case "int32": {
      if (field.typeType() !== Type.Int) return undefined
      const int: Int | null = field.type(new Int())
      return int?.bitWidth() === 32 && int.isSigned() ? 4 : undefined
    }
    case "float64": {
      if (field.typeType() !== Type.FloatingPoint) return undefined
      const float: FloatingPoint | null = field.type(new FloatingPoint())
      return float?.precision() === Precision.DOUBLE ? 8 : undefined
    }
  }
}

/** Bytes of a column as what they are; they must be aligned in their buffer. */
export const typedView = (type: ColumnType, bytes: Uint8Array): Views[ColumnType] => {
  switch (type) {
    case "binary":
      return bytes
    case "int32":
      return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    case "float64":
      return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
  }
}

const metadataOf = (schema: Schema, at: number): Record<string, string> => {
  const length = schema.customMetadataLength()
  if (length > mostMetadata) unexpected(at, `its schema has ${length} metadata entries`)
  return Object.fromEntries(
    Array.from({ length }, (_, index) => {
      const entry = present(schema.customMetadata(index), at)
      return [entry.key() ?? "", entry.value() ?? ""]
    })
  )
}

/** A column as wanted, and its bytes a row as found. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly width: number
}

const columnsOf = (schema: Schema, wanted: Columns, at: number): ReadonlyArray<Column> => {
  const entries = Object.entries(wanted)
  if (schema.fieldsLength() !== entries.length) {
    unexpected(at, `it has ${schema.fieldsLength()} columns instead of ${Object.keys(wanted).join(", ")}`)
  }
  return entries.map(([name, type], index) => {
    const field = present(schema.fields(index, new Field()), at)
    const width = widthOf(field, type)
    if (field.name() !== name || field.dictionary() !== null || width === undefined || width < 1) {
      return unexpected(at, `its column ${index} is not "${name}" of type ${type}`)
    }
    return { name, type, width }
  })
}

/** Where the footer says that a record batch lies: `head` bytes from `start` on, then `body` bytes. */
export interface Extent {
  readonly start: number
  readonly head: number
  readonly body: number
}

/**
 * Where the footer of a file starts.
 *
 * @param head the first bytes of the file
 * @param tail its last bytes
 * @param size of the file
 * @throws ArrowFault
 */
export const footerStart = (head: Uint8Array, tail: Uint8Array, size: number): number => {
  const end = size - tailLength
  if (end < headLength || !isMagic(head, 0)) unexpected(0, "it is not an Arrow IPC file")
  if (!isMagic(tail, 4)) damaged(end + 4, "it does not end with the magic of an Arrow IPC file")
  const length = viewOf(tail).getInt32(0, true)
  const start = end - length
  if (length < 4 || length > mostFooter || start < headLength) {
    damaged(end, `a footer of ${length} bytes does not fit in it`)
  }
  return start
}

/** What the footer says: the schema's metadata, its columns, and where the record batches lie. */
export interface Layout {
  readonly metadata: Readonly<Record<string, string>>
  readonly columns: ReadonlyArray<Column>
  readonly extents: ReadonlyArray<Extent>
}

/**
 * Parses the footer of a file of exactly these columns.
 *
 * Format: Apache Arrow columnar format 1.5, "IPC File Format". Flatbuffers read 0 for what lies outside them; every
 * count, offset and length is checked before it is used.
 *
 * @param start where in the file the footer starts
 * @throws ArrowFault
 */
export const parseFooter = (bytes: Uint8Array, start: number, wanted: Columns): Layout => {
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes))
  const schema = present(footer.schema(), start)
  if (schema.endianness() !== Endianness.Little) unexpected(start, "its numbers are big-endian")
  if (footer.dictionariesLength() !== 0) unexpected(start, "it has dictionaries")
  const metadata = metadataOf(schema, start)
  const columns = columnsOf(schema, wanted, start)
  const extents: Array<Extent> = []
  let free = headLength
  for (let index = 0; index < footer.recordBatchesLength(); index++) {
    const block = present(footer.recordBatches(index), start)
    const extent = { start: Number(block.offset()), head: block.metaDataLength(), body: Number(block.bodyLength()) }
    const end = extent.start + extent.head + extent.body
    const inside = extent.start >= free && extent.head >= 12 && extent.body >= 0 && end <= start
    if (!inside || extent.head > mostHead || extent.start % 8 !== 0 || extent.head % 8 !== 0) {
      damaged(start, `its footer has record batch ${index} where none can be`)
    }
    if (extent.body > mostBody) {
      unexpected(extent.start, `record batch ${index} has ${extent.body} bytes, more than ${mostBody}`)
    }
    extents.push(extent)
    free = end
  }
  return { metadata, columns, extents }
}

/** Rows of a record batch, and the bytes of each column from the start of its body: [from, to). */
export interface BatchLayout {
  readonly count: number
  readonly ranges: ReadonlyArray<readonly [number, number]>
}

/**
 * Parses the head of a record batch. Its body has a validity and a value buffer of each column.
 *
 * @throws ArrowFault
 */
export const parseBatchHead = (head: Uint8Array, extent: Extent, columns: ReadonlyArray<Column>): BatchLayout => {
  const { body, start } = extent
  const messageStart = start + 8
  const length = viewOf(head).getInt32(4, true)
  if (viewOf(head).getInt32(0, true) !== -1 || length < 4 || length > head.length - 8) {
    damaged(start, "no record batch starts here, where its footer says")
  }
  const message = Message.getRootAsMessage(new ByteBuffer(head.subarray(8, 8 + length)))
  if (message.headerType() !== MessageHeader.RecordBatch) damaged(messageStart, "this message is not a record batch")
  const batch: RecordBatch = present(message.header(new RecordBatch()), messageStart)
  if (batch.compression() !== null) unexpected(messageStart, "its record batches are compressed")
  const count = Number(batch.length())
  if (count < 0 || batch.nodesLength() !== columns.length || batch.buffersLength() !== 2 * columns.length) {
    damaged(messageStart, "this record batch does not have the columns of the schema")
  }
  const ranges = columns.map(({ name, width }, index) => {
    const node = present(batch.nodes(index), messageStart)
    if (Number(node.length()) !== count) damaged(messageStart, `column "${name}" is not as long as its record batch`)
    if (node.nullCount() !== 0n) unexpected(messageStart, `column "${name}" has missing values`)
    const buffer = present(batch.buffers(2 * index + 1), messageStart)
    const offset = Number(buffer.offset())
    const size = count * width
    if (offset < 0 || offset % 8 !== 0 || Number(buffer.length()) < size || offset + size > body) {
      damaged(messageStart, `the values of column "${name}" lie outside the record batch`)
    }
    return [offset, offset + size] as const
  })
  return { count, ranges }
}
