import { Field } from "apache-arrow/fb/field"
import { FixedSizeBinary } from "apache-arrow/fb/fixed-size-binary"
import { FloatingPoint } from "apache-arrow/fb/floating-point"
import { Footer } from "apache-arrow/fb/footer"
import { Int } from "apache-arrow/fb/int"
import { Message } from "apache-arrow/fb/message"
import { MessageHeader } from "apache-arrow/fb/message-header"
import { Precision } from "apache-arrow/fb/precision"
import { RecordBatch } from "apache-arrow/fb/record-batch"
import { Type } from "apache-arrow/fb/type"
import { Effect } from "effect"
import { ArrowFault, CheckedBuffer } from "./checkedBuffer.ts"
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

const isMagic = (bytes: Uint8Array, at: number): boolean =>
  Array.from(magic).every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

/** Bytes a row of a field, if it has the wanted type. */
const widthOf = (field: Field, wanted: ColumnType): number | undefined => {
  switch (wanted) {
    case "binary":
      return field.typeType() === Type.FixedSizeBinary
        ? (field.type(new FixedSizeBinary()) as FixedSizeBinary).byteWidth()
        : undefined
    case "int32": {
      if (field.typeType() !== Type.Int) return undefined
      const int = field.type(new Int()) as Int
      return int.bitWidth() === 32 && int.isSigned() ? 4 : undefined
    }
    case "float64":
      return field.typeType() === Type.FloatingPoint &&
        (field.type(new FloatingPoint()) as FloatingPoint).precision() === Precision.DOUBLE
        ? 8
        : undefined
  }
}

const viewOf = (type: ColumnType, bytes: Uint8Array): Views[ColumnType] => {
  switch (type) {
    case "binary":
      return bytes
    case "int32":
      return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    case "float64":
      return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
  }
}

/**
 * Parses an Arrow IPC file (the one with a footer) of exactly these columns, into views of its bytes.
 *
 * Format: Apache Arrow columnar format 1.5, "IPC File Format". Every offset and length is checked before it is used.
 *
 * @throws ArrowFault
 */
export const parseArrowFile = <const C extends Columns>(file: Uint8Array, columns: C): ArrowFile<C> => {
  // Offsets are aligned in the file, so they are in memory if it starts a buffer; a Buffer may lie anywhere in a pool.
  const bytes = file.byteOffset === 0 ? new Uint8Array(file.buffer, 0, file.byteLength) : new Uint8Array(file)
  const end = bytes.byteLength - tailLength
  if (end < headLength || !isMagic(bytes, 0)) unexpected(0, "it is not an Arrow IPC file")
  if (!isMagic(bytes, end + 4)) damaged(end + 4, "it does not end with the magic of an Arrow IPC file")
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const footerLength = view.getInt32(end, true)
  const footerStart = end - footerLength
  if (footerLength < 4 || footerStart < headLength) damaged(end, `a footer of ${footerLength} bytes does not fit in it`)
  const footer = Footer.getRootAsFooter(new CheckedBuffer(bytes.subarray(footerStart, end), footerStart))
  const schema = present(footer.schema(), footerStart)

  const entries = schema.customMetadataLength()
  if (entries > mostMetadata) unexpected(footerStart, `its schema has ${entries} metadata entries`)
  const metadata: Record<string, string> = {}
  for (let index = 0; index < entries; index++) {
    const entry = present(schema.customMetadata(index), footerStart)
    metadata[entry.key() ?? ""] = entry.value() ?? ""
  }

  const names = Object.keys(columns)
  if (schema.fieldsLength() !== names.length) {
    unexpected(footerStart, `it has ${schema.fieldsLength()} columns instead of ${names.join(", ")}`)
  }
  const types = Object.values(columns)
  const widths = names.map((name, index) => {
    const field = present(schema.fields(index, new Field()), footerStart)
    const type = types[index] as ColumnType
    const width = widthOf(field, type)
    if (field.name() !== name || field.dictionary() !== null || width === undefined || width < 1) {
      return unexpected(footerStart, `its column ${index} is not "${name}" of type ${type}`)
    }
    return width
  })

  /** The message of a batch stands before its body; the body holds a validity and a value buffer a column. */
  const batchAt = (block: { readonly start: number; readonly head: number; readonly body: number }) => {
    const bodyStart = block.start + block.head
    if (
      block.start < headLength ||
      block.head < 12 ||
      block.body < 0 ||
      block.start % 8 !== 0 ||
      block.head % 8 !== 0 ||
      bodyStart + block.body > footerStart
    ) {
      damaged(footerStart, "its footer points outside the file")
    }
    const messageLength = view.getInt32(block.start + 4, true)
    if (view.getInt32(block.start, true) !== -1 || messageLength < 4 || messageLength > block.head - 8) {
      damaged(block.start, "no record batch starts here, where its footer says")
    }
    const messageStart = block.start + 8
    const message = Message.getRootAsMessage(
      new CheckedBuffer(bytes.subarray(messageStart, messageStart + messageLength), messageStart)
    )
    if (message.headerType() !== MessageHeader.RecordBatch) damaged(messageStart, "this message is not a record batch")
    const batch: RecordBatch = present(message.header(new RecordBatch()), messageStart)
    if (batch.compression() !== null) unexpected(messageStart, "its record batches are compressed")
    const count = Number(batch.length())
    if (count < 0 || batch.nodesLength() !== names.length || batch.buffersLength() !== 2 * names.length) {
      damaged(messageStart, "this record batch does not have the columns of the schema")
    }
    const views = names.map((name, index) => {
      const node = present(batch.nodes(index), messageStart)
      if (Number(node.length()) !== count) damaged(messageStart, `column "${name}" is not as long as its record batch`)
      if (node.nullCount() !== 0n) unexpected(messageStart, `column "${name}" has missing values`)
      const buffer = present(batch.buffers(2 * index + 1), messageStart)
      const offset = Number(buffer.offset())
      const length = count * (widths[index] as number)
      if (offset < 0 || offset % 8 !== 0 || Number(buffer.length()) < length || offset + length > block.body) {
        damaged(messageStart, `the values of column "${name}" lie outside the record batch`)
      }
      const at = bodyStart + offset
      return [name, viewOf(types[index] as ColumnType, bytes.subarray(at, at + length))] as const
    })
    // The names and types were checked against `columns` one by one above.
    return { count, columns: Object.fromEntries(views) } as unknown as ArrowBatch<C>
  }

  if (footer.dictionariesLength() !== 0) unexpected(footerStart, "it has dictionaries")
  const batches: Array<ArrowBatch<C>> = []
  const blocks = footer.recordBatchesLength()
  for (let index = 0; index < blocks; index++) {
    const block = present(footer.recordBatches(index), footerStart)
    batches.push(
      batchAt({ start: Number(block.offset()), head: block.metaDataLength(), body: Number(block.bodyLength()) })
    )
  }
  return {
    metadata,
    // As for the batches.
    widths: Object.fromEntries(names.map((name, index) => [name, widths[index]])) as ArrowFile<C>["widths"],
    batches
  }
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
