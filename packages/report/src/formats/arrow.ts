import { Float64, makeData, makeVector, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow"
import type { DataColumn, DataTable } from "../tables/dataTable.ts"

const isNumber = (value: string | number | null): value is number => typeof value === "number"

const isText = (value: string | number | null): value is string => typeof value === "string"

const encoder = new TextEncoder()

/** Texts behind each other, each encoded once: most columns of text repeat a few names many times. */
const textVector = (texts: ReadonlyArray<string>): Vector => {
  const encoded = new Map<string, Uint8Array>()
  const valueOffsets = new Int32Array(texts.length + 1)
  for (const [index, text] of texts.entries()) {
    const bytes = encoded.get(text) ?? encoder.encode(text)
    encoded.set(text, bytes)
    valueOffsets[index + 1] = valueOffsets[index]! + bytes.length
  }
  const data = new Uint8Array(valueOffsets.at(-1)!)
  for (const [index, text] of texts.entries()) data.set(encoded.get(text)!, valueOffsets[index]!)
  return makeVector(makeData({ type: new Utf8(), length: texts.length, valueOffsets, data }))
}

/** Values without a null are taken as they are, which is many times faster than one by one. */
const vectorOf = ({ type, values }: DataColumn): Vector => {
  if (type === "text") return values.every(isText) ? textVector(values) : vectorFromArray(values, new Utf8())
  return values.every(isNumber) ? makeVector(Float64Array.from(values)) : vectorFromArray(values, new Float64())
}

/** A table as an Arrow file: float64 and UTF-8 columns that may hold nulls. */
export const arrow = ({ columns }: DataTable): Uint8Array =>
  tableToIPC(new Table(Object.fromEntries(columns.map((column) => [column.name, vectorOf(column)]))), "file")
