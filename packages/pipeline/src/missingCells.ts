import type { MissingCell, RunRecord } from "@ebcle/core"
import { cellName, cells, type PlannedCells } from "./cells.ts"

/** The planned cells that have no record, in the order of training. */
export const missingCells = (
  name: string,
  planned: PlannedCells,
  runs: ReadonlyArray<RunRecord>
): ReadonlyArray<MissingCell> => {
  const present = new Set(runs.map(({ cell }) => cellName(cell)))
  return cells(name, planned).filter((cell) => !present.has(cellName(cell)))
}
