/** What is wrong with an element of a MAT file, and at which of its bytes. */
export interface MatFault {
  readonly byte: number
  readonly what: string
}

/** How numbers are stored, by the type code of an element: MATLAB stores each array as narrowly as its values allow. */
const storage: Readonly<Record<number, { readonly name: NumberType; readonly bytes: number }>> = {
  1: { name: "int8", bytes: 1 },
  2: { name: "uint8", bytes: 1 },
  3: { name: "int16", bytes: 2 },
  4: { name: "uint16", bytes: 2 },
  5: { name: "int32", bytes: 4 },
  6: { name: "uint32", bytes: 4 },
  7: { name: "single", bytes: 4 },
  9: { name: "double", bytes: 8 }
}
export type NumberType = "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "single" | "double"

const matrixType = 14
/** Type codes of the parts of a matrix that come before its values. */
const part = { flags: 6, dimensions: 5, name: 1 } as const
/** Array classes double, single and the integers up to 32 bits; the others are cells, structures, texts, sparse or 64 bits. */
const isNumeric = (arrayClass: number) => arrayClass >= 6 && arrayClass <= 13
const complexFlag = 0x08
/** Far above what image arrays have, so that a hostile head is not followed. */
const most = { dimensions: 8, nameLength: 64 }

/** A numeric array, as its head describes it; `start` and `length` say where its values lie in the element. */
export interface MatHead {
  readonly name: string
  /** Sizes from the fastest to the slowest dimension: values are in column-major order. */
  readonly dimensions: ReadonlyArray<number>
  readonly type: NumberType
  readonly start: number
  readonly length: number
}

const tagBytes = 8
const align = (at: number) => Math.ceil(at / 8) * 8

/** A tag: type, length and where the data begin; up to 4 bytes of data may stand in the tag itself. */
const tagAt = (view: DataView, at: number) => {
  const first = view.getUint32(at, true)
  const packed = first >>> 16
  return packed === 0
    ? { type: first, length: view.getUint32(at + 4, true), start: at + tagBytes, end: 0 }
    : { type: first & 0xffff, length: packed, start: at + 4, end: at + tagBytes }
}

/**
 * Parses the head of a matrix element, uncompressed, from its first bytes.
 *
 * Format: The MathWorks, "MAT-File Format", level 5. Undefined for an element that is not a real numeric array of at
 * most 32-bit integers, which is passed over: a file may hold other things beside its images.
 *
 * @param bytes the beginning of the element, its tag included
 */
export const parseMatHead = (bytes: Uint8Array): MatHead | MatFault | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const damaged = (byte: number, what: string): MatFault => ({ byte, what })
  const next = (at: number) => (at + tagBytes <= bytes.length ? tagAt(view, at) : undefined)
  const outer = next(0)
  if (outer === undefined) return damaged(0, "an element ends within its tag")
  if (outer.type !== matrixType || outer.end !== 0) return undefined
  const end = tagBytes + outer.length
  const flags = next(tagBytes)
  if (flags?.type !== part.flags || flags.length !== 8 || flags.start + 8 > bytes.length) {
    return damaged(tagBytes, "a matrix without array flags")
  }
  const word = view.getUint32(flags.start, true)
  if (!isNumeric(word & 0xff) || ((word >>> 8) & complexFlag) !== 0) return undefined
  const sizesAt = align(flags.start + flags.length)
  const sizes = next(sizesAt)
  if (sizes?.type !== part.dimensions || sizes.length % 4 !== 0 || sizes.length > 4 * most.dimensions) {
    return damaged(sizesAt, "a matrix without dimensions")
  }
  if (sizes.start + sizes.length > bytes.length) return damaged(sizesAt, "a matrix ends within its dimensions")
  const dimensions = Array.from({ length: sizes.length / 4 }, (_, index) =>
    view.getInt32(sizes.start + 4 * index, true)
  )
  const negative = dimensions.findIndex((size) => size < 0)
  if (negative >= 0) return damaged(sizes.start + 4 * negative, `dimension ${negative} is ${dimensions[negative]}`)
  const nameAt = sizes.end || align(sizes.start + sizes.length)
  const name = next(nameAt)
  if (name?.type !== part.name || name.length > most.nameLength || name.start + name.length > bytes.length) {
    return damaged(nameAt, "a matrix without a name")
  }
  const valuesAt = name.end || align(name.start + name.length)
  const values = next(valuesAt)
  if (values === undefined) return damaged(valuesAt, "a matrix ends before its values")
  const type = storage[values.type]
  if (type === undefined) return damaged(valuesAt, `values of type ${values.type}, which is none of numbers`)
  const length = dimensions.reduce((product, size) => product * size, 1) * type.bytes
  if (values.length !== length || values.start + length > end) {
    return damaged(valuesAt, `${values.length} bytes of values where its dimensions ask for ${length}`)
  }
  const text = new TextDecoder("latin1").decode(bytes.subarray(name.start, name.start + name.length))
  return { name: text, dimensions, type: type.name, start: values.start, length }
}

/** The numbers of values as they are stored, little-endian. */
export const matNumbers = (type: NumberType, bytes: Uint8Array): ReadonlyArray<number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read: Readonly<Record<NumberType, readonly [number, (at: number) => number]>> = {
    int8: [1, (at) => view.getInt8(at)],
    uint8: [1, (at) => view.getUint8(at)],
    int16: [2, (at) => view.getInt16(at, true)],
    uint16: [2, (at) => view.getUint16(at, true)],
    int32: [4, (at) => view.getInt32(at, true)],
    uint32: [4, (at) => view.getUint32(at, true)],
    single: [4, (at) => view.getFloat32(at, true)],
    double: [8, (at) => view.getFloat64(at, true)]
  }
  const [size, valueAt] = read[type]
  return Array.from({ length: bytes.byteLength / size }, (_, index) => valueAt(size * index))
}
