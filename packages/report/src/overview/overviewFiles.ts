import { Effect } from "effect"
import { arrow } from "../formats/arrow.ts"
import { csv } from "../formats/csv.ts"
import { latexTable } from "../formats/latex.ts"
import { markdownTable, markdownText } from "../formats/markdown.ts"
import { tablesJson } from "../formats/tablesJson.ts"
import type { ReportError } from "../reportError.ts"
import { pageName, type ReportFile } from "../reportFiles.ts"
import { comparisonColumns } from "../tables/comparisonColumns.ts"
import { type DataTable, dataTable, text } from "../tables/dataTable.ts"
import type { OverviewInput } from "./overviewInput.ts"
import { overviewPage } from "./overviewPage.ts"
import { type OverviewRow, overviewRows, type StudyView, studyViews } from "./overviewRows.ts"
import { overviewTable, studiesTable } from "./overviewTables.ts"
import { overviewVerdict } from "./overviewVerdict.ts"

const comparisons = (rows: ReadonlyArray<OverviewRow>): DataTable =>
  dataTable<OverviewRow>("comparisons", rows, [
    text("study", "name of the study", ({ of }) => of.name),
    text("dataset", "what the study trained on", ({ of }) => of.profile.dataset),
    ...comparisonColumns
  ])

const markdown = (views: ReadonlyArray<StudyView>, rows: ReadonlyArray<OverviewRow>): string =>
  `${[
    `# ${markdownText(views.map(({ name }) => name).join(", "))}`,
    markdownText(overviewVerdict(views)),
    ...views.flatMap(({ comparison, study }) => [`## ${markdownText(study.title)}`, markdownText(comparison.verdict)]),
    "## Results",
    markdownTable(studiesTable(views)),
    ...(rows.length === 0 ? [] : [markdownTable(overviewTable(rows))])
  ].join("\n\n")}\n`

/** All files of the report on several studies: the page, and the same as Markdown, LaTeX, CSV, Arrow and JSON. */
export const overviewFiles = Effect.fnUntraced(function* (
  input: OverviewInput
): Effect.fn.Return<ReadonlyArray<ReportFile>, ReportError> {
  const views = studyViews(input)
  const rows = overviewRows(views)
  const table = comparisons(rows)
  const shown = [studiesTable(views), ...(rows.length === 0 ? [] : [overviewTable(rows)])]
  return [
    { name: pageName, content: yield* overviewPage(input) },
    { name: "report.md", content: markdown(views, rows) },
    ...shown.map((one) => ({ name: `${one.id}.tex`, content: latexTable(one) })),
    { name: "comparisons.csv", content: csv(table) },
    { name: "comparisons.arrow", content: arrow(table) },
    { name: "tables.json", content: tablesJson([table]) }
  ]
})
