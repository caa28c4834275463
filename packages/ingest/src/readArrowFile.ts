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
import { Effect } from "effect"
import { ByteBuffer } from "flatbuffers"
import { ArrowFault } from "./arrowFault.ts"
import { fileError, type IngestError } from "./ingestError.ts"
import { readBytes } from "./sourceFile.ts"

/** The column types that are read: fixed-size binary, and numbers, none of them nullable. */
interface Views {
  readonly binary: Uint8Array
  readonly int32: Int32Array
  readonly float64: Float64Array
}
export type ColumnType = keyof Views
type Columns = Readonly<Record<string, ColumnType>>

/** One record batch: `count` rows, each column a view into the file's bytes. */
export interface ArrowBatch<C extends Columns> {
  readonly count: number
  readonly columns: { readonly [K in keyof C]: Views[C[K]] }
}

/** An Arrow file: `widths` are bytes a row of each column. */
export interface ArrowFile<C extends Columns> {
  readonly metadata: Readonly<Record<string, string>>
  readonly widths: { readonly [K in keyof C]: number }
  readonly batches: ReadonlyArray<ArrowBatch<C>>
}

const magic = "ARROW1"
/** Length of the footer, then the magic again. */
const tailLength = 4 + magic.length
/** The magic, padded to 8 bytes. */
const headLength = 8
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

const typed = (type: ColumnType, bytes: Uint8Array): Views[ColumnType] => {
  switch (type) {
    case "binary":
      return bytes
    case "int32":
      return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    case "float64":
      return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
  }
}

/** Where the footer starts and ends. */
const findFooter = (bytes: Uint8Array): readonly [number, number] => {
  const end = bytes.byteLength - tailLength
  if (end < headLength || !isMagic(bytes, 0)) unexpected(0, "it is not an Arrow IPC file")
  if (!isMagic(bytes, end + 4)) damaged(end + 4, "it does not end with the magic of an Arrow IPC file")
  const length = viewOf(bytes).getInt32(end, true)
  const start = end - length
  if (length < 4 || start < headLength) damaged(end, `a footer of ${length} bytes does not fit in it`)
  return [start, end]
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
interface Column {
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
interface Extent {
  readonly start: number
  readonly head: number
  readonly body: number
}

/** A batch is a message in the head, and in the body a validity and a value buffer of each column. */
const batchOf = (bytes: Uint8Array, { body, head, start }: Extent, columns: ReadonlyArray<Column>) => {
  const lengthAt = start + 4
  const messageStart = start + 8
  const length = viewOf(bytes).getInt32(lengthAt, true)
  if (viewOf(bytes).getInt32(start, true) !== -1 || length < 4 || length > head - 8) {
    damaged(start, "no record batch starts here, where its footer says")
  }
  const message = Message.getRootAsMessage(new ByteBuffer(bytes.subarray(messageStart, messageStart + length)))
  if (message.headerType() !== MessageHeader.RecordBatch) damaged(messageStart, "this message is not a record batch")
  const batch: RecordBatch = present(message.header(new RecordBatch()), messageStart)
  if (batch.compression() !== null) unexpected(messageStart, "its record batches are compressed")
  const count = Number(batch.length())
  if (count < 0 || batch.nodesLength() !== columns.length || batch.buffersLength() !== 2 * columns.length) {
    damaged(messageStart, "this record batch does not have the columns of the schema")
  }
  const values = columns.map(({ name, type, width }, index) => {
    const node = present(batch.nodes(index), messageStart)
    if (Number(node.length()) !== count) damaged(messageStart, `column "${name}" is not as long as its record batch`)
    if (node.nullCount() !== 0n) unexpected(messageStart, `column "${name}" has missing values`)
    const buffer = present(batch.buffers(2 * index + 1), messageStart)
    const offset = Number(buffer.offset())
    const size = count * width
    if (offset < 0 || offset % 8 !== 0 || Number(buffer.length()) < size || offset + size > body) {
      damaged(messageStart, `the values of column "${name}" lie outside the record batch`)
    }
    const at = start + head + offset
    return [name, typed(type, bytes.subarray(at, at + size))] as const
  })
  return { count, columns: Object.fromEntries(values) }
}

/**
 * Parses an Arrow IPC file (the one with a footer) of exactly these columns, into views of its bytes.
 *
 * Format: Apache Arrow columnar format 1.5, "IPC File Format". Flatbuffers read 0 for what lies outside them; every
 * count, offset and length is checked before it is used.
 *
 * @throws ArrowFault
 */
export const parseArrowFile = <const C extends Columns>(file: Uint8Array, columns: C): ArrowFile<C> => {
  // Offsets are aligned in the file, so they are in memory if it starts a buffer; a Buffer may lie anywhere in a pool.
  const bytes = file.byteOffset === 0 ? new Uint8Array(file.buffer, 0, file.byteLength) : new Uint8Array(file)
  const [start, end] = findFooter(bytes)
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes.subarray(start, end)))
  const schema = present(footer.schema(), start)
  if (schema.endianness() !== Endianness.Little) unexpected(start, "its numbers are big-endian")
  if (footer.dictionariesLength() !== 0) unexpected(start, "it has dictionaries")
  const metadata = metadataOf(schema, start)
  const found = columnsOf(schema, columns, start)
  const batches: Array<ReturnType<typeof batchOf>> = []
  const length = footer.recordBatchesLength()
  for (let index = 0; index < length; index++) {
    const block = present(footer.recordBatches(index), start)
    const extent = { start: Number(block.offset()), head: block.metaDataLength(), body: Number(block.bodyLength()) }
    const inside = extent.start >= headLength && extent.body >= 0 && extent.start + extent.head + extent.body <= start
    if (!inside || extent.head < 12 || extent.start % 8 !== 0 || extent.head % 8 !== 0) {
      damaged(start, `its footer has record batch ${index} where none can be`)
    }
    batches.push(batchOf(bytes, extent, found))
  }
  const widths = Object.fromEntries(found.map(({ name, width }) => [name, width]))
  // Names and types were checked against `columns` one by one, which the compiler cannot follow.
  return { metadata, widths, batches } as unknown as ArrowFile<C>
}

/**
 * Reads an Arrow IPC file of exactly these columns; the columns are views into its bytes, never copies.
 *
 * @errors FileUnreadable; ArrowDamaged where the bytes contradict themselves; ArrowUnexpected where they are another file
 */
export const readArrowFile = Effect.fnUntraced(function* <const C extends Columns>(file: string, columns: C) {
  const bytes = yield* readBytes(file)
  return yield* Effect.try({
    try: () => parseArrowFile(bytes, columns),
    catch: (fault): IngestError => {
      // Anything else is a defect of the parser.
      if (!(fault instanceof ArrowFault)) throw fault
      return fileError(fault.reason, file, `${fault.message}; make the artifact again.`, fault.byte)
    }
  })
})
