import { csvFormatRows } from "d3-dsv"
import type { DataTable } from "../tables/dataTable.ts"

/** A table as comma-separated values (RFC 4180 but for the line ends), a head line first; nothing stands for null. */
export const csv = ({ columns }: DataTable): string => {
  const count = columns[0]?.values.length ?? 0
  const rows = Array.from({ length: count }, (_, row) =>
    columns.map(({ values }) => {
      const value = values[row] ?? null
      return value === null ? "" : String(value)
    })
  )
  return `${csvFormatRows([columns.map(({ name }) => name), ...rows])}\n`
}
