/** A column of data: one value a row, in full precision; null where there is none. */
export interface DataColumn {
  readonly name: string
  /** What it holds, with its unit. */
  readonly description: string
  readonly type: "text" | "number"
  readonly values: ReadonlyArray<string | number | null>
}

/** Numbers for other programs: what is written as CSV, Arrow and JSON. */
export interface DataTable {
  /** Also the name of its files. */
  readonly name: string
  readonly columns: ReadonlyArray<DataColumn>
}

/** How a column is made of the rows of a table. */
export interface ColumnOf<Row> {
  readonly name: string
  readonly description: string
  readonly type: DataColumn["type"]
  readonly value: (row: Row) => string | number | null
}

/** Lays rows out as columns. */
export const dataTable = <Row>(
  name: string,
  rows: ReadonlyArray<Row>,
  columns: ReadonlyArray<ColumnOf<Row>>
): DataTable => ({
  name,
  columns: columns.map(({ value, ...column }) => ({ ...column, values: rows.map(value) }))
})

/** A column of text. */
export const text = <Row>(name: string, description: string, value: (row: Row) => string | null): ColumnOf<Row> => ({
  name,
  description,
  type: "text",
  value
})

/** A column of numbers. */
export const number = <Row>(name: string, description: string, value: (row: Row) => number | null): ColumnOf<Row> => ({
  name,
  description,
  type: "number",
  value
})
