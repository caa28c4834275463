import { Float64, makeVector, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow"
import type { DataColumn, DataTable } from "../tables/dataTable.ts"

const isNumber = (value: string | number | null): value is number => typeof value === "number"

/** Values without a null are taken as they are, which is many times faster than one by one. */
const vectorOf = ({ type, values }: DataColumn): Vector => {
  if (type === "text") return vectorFromArray(values, new Utf8())
  return values.every(isNumber) ? makeVector(Float64Array.from(values)) : vectorFromArray(values, new Float64())
}

/** A table as an Arrow file: float64 and UTF-8 columns that may hold nulls. */
export const arrow = ({ columns }: DataTable): Uint8Array =>
  tableToIPC(new Table(Object.fromEntries(columns.map((column) => [column.name, vectorOf(column)]))), "file")
