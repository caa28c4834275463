import { Effect } from "effect"
import { arrow } from "./formats/arrow.ts"
import { csv } from "./formats/csv.ts"
import { latexTable } from "./formats/latex.ts"
import { markdownReport } from "./formats/markdownReport.ts"
import { tablesJson } from "./formats/tablesJson.ts"
import type { ReportError } from "./reportError.ts"
import type { ReportInput } from "./reportInput.ts"
import { type ReportModel, reportModel } from "./reportModel.ts"
import { reportPage } from "./reportPage.ts"
import { boundsTable } from "./tables/boundsTable.ts"
import { comparisonsTable } from "./tables/comparisonsTable.ts"
import { dataTables } from "./tables/dataTables.ts"
import { lastBlocks, onsetTable } from "./tables/onsetTable.ts"
import { resultsTable } from "./tables/resultsTable.ts"
import type { ShownTable } from "./tables/shownTable.ts"
import { references } from "./texts/references.ts"

/** A file of a report: its name and what is in it. */
export interface ReportFile {
  readonly name: string
  readonly content: string | Uint8Array
}

/** Tables with a row an epoch or a block: as JSON they would be many times the rest. */
const longTables: ReadonlySet<string> = new Set(["epochs", "blocks"])

/** The file that a reader opens. */
export const pageName = "index.html"

const shownTables = (model: ReportModel): ReadonlyArray<ShownTable> => [
  resultsTable(model),
  ...(model.pairs.length === 0 ? [] : [comparisonsTable(model)]),
  boundsTable(model),
  ...(model.arms.some((view) => lastBlocks(view).length > 0) ? [onsetTable(model)] : [])
]

/**
 * All files of a study's report: the page, the same as Markdown, its tables for LaTeX, the works it cites for BibTeX, and
 * all numbers in full precision as CSV, Arrow and JSON, those of epochs and blocks not as JSON.
 */
export const reportFiles = Effect.fnUntraced(function* (
  input: ReportInput
): Effect.fn.Return<ReadonlyArray<ReportFile>, ReportError> {
  const model = yield* reportModel(input)
  const tables = dataTables(model)
  return [
    { name: pageName, content: yield* reportPage(model) },
    { name: "report.md", content: markdownReport(model) },
    ...shownTables(model).map((table) => ({ name: `${table.id}.tex`, content: latexTable(table) })),
    {
      name: "references.bib",
      content: `${references(model)
        .map(({ bibtex }) => bibtex)
        .join("\n\n")}\n`
    },
    ...tables.flatMap((table) => [
      { name: `${table.name}.csv`, content: csv(table) },
      { name: `${table.name}.arrow`, content: arrow(table) }
    ]),
    { name: "tables.json", content: tablesJson(tables.filter(({ name }) => !longTables.has(name))) }
  ]
})
