import { quantile } from "@ebcle/core"
import { fixed, integer, plain } from "../format.ts"
import type { ArmView, ReportModel } from "../reportModel.ts"
import { cell, noCell, type ShownCell, type ShownTable } from "./shownTable.ts"

/** With more seeds than this, their onsets are summarised. */
const toldOneByOne = 10

const meanCell = (values: ReadonlyArray<number>): ShownCell =>
  values.length === 0 ? noCell : cell(fixed(values.reduce((sum, value) => sum + value, 0) / values.length, 3))

/** Where the ratio falls: "5 [4, 6]" or "none" seed by seed, or the median and range of many seeds. */
const onsets = ({ runs }: ArmView): string => {
  const probed = runs.flatMap(({ identity }) => identity ?? [])
  if (probed.length <= toldOneByOne) {
    return probed
      .map(({ interval, onset }) => {
        if (onset === null) return "none"
        return interval === null ? integer(onset) : `${onset}\u00a0[${interval.lower},\u00a0${interval.upper}]`
      })
      .join("; ")
  }
  const found = probed.flatMap(({ onset }) => onset ?? []).toSorted((a, b) => a - b)
  const without = `none in ${probed.length - found.length} of ${probed.length} seeds`
  return found.length === 0
    ? without
    : `median ${plain(quantile(Float64Array.from(found), 0.5))}, from ${found[0]} to ${found.at(-1)}; ${without}`
}

/** The blocks of an arm after its last epochs. */
export const lastBlocks = ({ runs }: ArmView) => runs.flatMap(({ epochs }) => epochs.at(-1)?.blocks ?? [])

/** How close the blocks of each arm came to the identity. */
export const onsetTable = ({ arms }: ReportModel): ShownTable => ({
  id: "identity",
  caption:
    "Blocks after the last epoch: means over blocks and seeds, and the onset of identity with its 95 % bootstrap interval over images",
  columns: [
    { label: "Arm", text: true },
    { label: "Blocks" },
    { label: "Ratio" },
    { label: "Debiased CKA" },
    { label: "Onset", unit: "blocks, by seed", text: true }
  ],
  rows: arms
    .filter((view) => lastBlocks(view).length > 0)
    .map((view) => {
      const blocks = lastBlocks(view)
      return [
        cell(view.label),
        cell(integer(view.arm.architecture.blocks)),
        meanCell(blocks.flatMap(({ ratio }) => ratio ?? [])),
        meanCell(blocks.flatMap(({ debiasedCka }) => debiasedCka ?? [])),
        cell(onsets(view) || "–")
      ]
    })
})
