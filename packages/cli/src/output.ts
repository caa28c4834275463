import { Console, type Effect } from "effect"
import { Flag } from "effect/cli"

/** `--json`, which every command has. */
export const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Print the result as JSON on standard output")
)

/** Prints a result: as JSON if asked for, else as text for a reader. */
export const print = (asJson: boolean, value: unknown, text: () => string): Effect.Effect<void> =>
  Console.log(asJson ? JSON.stringify(value, null, 2) : text())

/** A table with aligned columns, the first column to the left and the others to the right. */
export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd()
    )
    .join("\n")
}
