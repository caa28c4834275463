/** One training of a study: an arm (model and variant) with a seed. */
export interface Cell {
  readonly arm: string
  readonly seed: number
}

/** What became of the cells that a study planned. */
export interface CellAccount {
  /** Planned cells that have a result. */
  readonly present: ReadonlyArray<Cell>
  /** Planned cells that were run and failed. */
  readonly failed: ReadonlyArray<Cell>
  /** Planned cells that neither have a result nor failed. */
  readonly missing: ReadonlyArray<Cell>
  /** Cells that have a result or failed without being planned; no test may use them. */
  readonly unplanned: ReadonlyArray<Cell>
  /** Planned seeds with a result in every arm that planned them, ascending: those of complete blocks. */
  readonly completeSeeds: ReadonlyArray<number>
  /** One sentence for a reader, which names every cell that is lacking or unplanned. */
  readonly sentence: string
}

/**
 * Says what became of every planned cell, so that a test on the seeds that are left never hides that others are gone.
 * Seeds that failed need not be like those that did not: what is lacking belongs beside every result.
 *
 * @param planned every cell of the study, in the order in which they are to be named.
 * @param present cells that have a result.
 * @param failed cells that were run and failed.
 * @throws RangeError for a cell that is given twice in a list, or both as present and as failed.
 */
export const accountForCells = (
  planned: ReadonlyArray<Cell>,
  present: ReadonlyArray<Cell>,
  failed: ReadonlyArray<Cell>
): CellAccount => {
  const plannedKeys = uniqueKeys("planned", planned)
  const run = [...present, ...failed]
  const presentKeys = uniqueKeys("present", present)
  const failedKeys = uniqueKeys("failed", failed)
  const both = present.find((cell) => failedKeys.has(key(cell)))
  if (both !== undefined) throw new RangeError(`${named(both)} is given both as present and as failed`)
  const found = planned.filter((cell) => presentKeys.has(key(cell)))
  const lost = planned.filter((cell) => failedKeys.has(key(cell)))
  const missing = planned.filter((cell) => !presentKeys.has(key(cell)) && !failedKeys.has(key(cell)))
  const unplanned = run.filter((cell) => !plannedKeys.has(key(cell)))
  const incomplete = new Set([...lost, ...missing].map(({ seed }) => seed))
  return {
    present: found,
    failed: lost,
    missing,
    unplanned,
    completeSeeds: [...new Set(found.map(({ seed }) => seed))]
      .filter((seed) => !incomplete.has(seed))
      .toSorted((a, b) => a - b),
    sentence: [
      `${found.length} of ${planned.length} planned runs have a result`,
      ...listed("failed", lost),
      ...listed("missing", missing),
      ...listed("not planned", unplanned)
    ].join("; ")
  }
}

const key = ({ arm, seed }: Cell): string => JSON.stringify([arm, seed])

const named = ({ arm, seed }: Cell): string => `${arm} with seed ${seed}`

const listed = (what: string, cells: ReadonlyArray<Cell>): ReadonlyArray<string> =>
  cells.length === 0 ? [] : [`${what}: ${cells.map(named).join(", ")}`]

const uniqueKeys = (list: string, cells: ReadonlyArray<Cell>): ReadonlySet<string> => {
  const keys = new Set<string>()
  for (const cell of cells) {
    if (keys.has(key(cell))) throw new RangeError(`${named(cell)} is given twice as ${list}`)
    keys.add(key(cell))
  }
  return keys
}
