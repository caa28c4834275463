import type { PairedComparison } from "@ebcle/core"

/** What stands in a cell that a person reads: text, a smaller line below it, or the verdict of a comparison. */
export interface ShownCell {
  readonly text: string
  readonly below?: string
  readonly verdict?: PairedComparison["nonInferiority"]["verdict"]
}

/** A column's head with the unit of what stands below it. */
export interface ShownColumn {
  readonly label: string
  readonly unit?: string
  /** Text is set to the left, numbers to the right. */
  readonly text?: true
}

/** A table to be read: rounded, with units; the first cell of a row names it. Shown as HTML, Markdown and LaTeX. */
export interface ShownTable {
  /** Unique in a page; also the name of its LaTeX file. */
  readonly id: string
  readonly caption: string
  readonly columns: ReadonlyArray<ShownColumn>
  readonly rows: ReadonlyArray<ReadonlyArray<ShownCell>>
}

/** A cell of text alone. */
export const cell = (text: string, below?: string): ShownCell => (below === undefined ? { text } : { text, below })

/** Where there is nothing to say. */
export const noCell: ShownCell = { text: "–" }
