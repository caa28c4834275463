/** Rows as lines with aligned columns: the first to the left, the last as it is, those between to the right. */
export const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const columns = rows[0]!.length
  const widths = Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length))
  )
  return rows.map((cells) =>
    cells
      .map((cell, column) => {
        if (column === columns - 1) return cell
        return column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
      })
      .join("  ")
      .trimEnd()
  )
}
