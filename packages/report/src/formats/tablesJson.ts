import type { DataTable } from "../tables/dataTable.ts"

/** Tables as one JSON document: by the table's name what its columns hold, and its rows as objects. */
export const tablesJson = (tables: ReadonlyArray<DataTable>): string => {
  const entries = tables.map(({ columns, name }) => {
    const count = columns[0]?.values.length ?? 0
    const rows = Array.from({ length: count }, (_, row) =>
      Object.fromEntries(columns.map((column) => [column.name, column.values[row] ?? null]))
    )
    return [name, { columns: columns.map(({ description, name }) => ({ name, description })), rows }] as const
  })
  return `${JSON.stringify(Object.fromEntries(entries))}\n`
}
