import { csvFormatRow, csvFormatValue } from "d3-dsv"
import type { DataColumn, DataTable } from "../tables/dataTable.ts"

const written = (value: string | number | null, type: DataColumn["type"]): string => {
  if (value === null) return ""
  return type === "text" ? csvFormatValue(String(value)) : String(value)
}

/**
 * How a column's value of a row is written. A number holds nothing to be quoted, so it is not searched for it; and a value
 * that stands in row after row, as the name of a run does in each of its epochs, is written once.
 */
const writer = ({ type, values }: DataColumn) => {
  let last: string | number | null = null
  let text = ""
  return (row: number): string => {
    const value = values[row] ?? null
    if (value !== last) {
      last = value
      text = written(value, type)
    }
    return text
  }
}

/** A table as comma-separated values (RFC 4180 but for the line ends), a head line first; nothing stands for null. */
export const csv = ({ columns }: DataTable): string => {
  const count = columns[0]?.values.length ?? 0
  const writers = columns.map(writer)
  const lines = Array.from({ length: count }, (_, row) => writers.map((write) => write(row)).join(","))
  return `${[csvFormatRow(columns.map(({ name }) => name)), ...lines].join("\n")}\n`
}
