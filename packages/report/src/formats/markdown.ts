import type { ShownCell, ShownTable } from "../tables/shownTable.ts"

/** Text that Markdown shows as it is, on one line: its own signs and those of HTML lose their meaning. */
export const markdownText = (text: string): string =>
  text.replaceAll(/\s*\n\s*/g, " ").replaceAll(/[\\`*_{}[\]<>#|~&$]/g, (sign) => `\\${sign}`)

const content = ({ below, text }: ShownCell): string => markdownText(below === undefined ? text : `${text} ${below}`)

/** A table as GitHub's Markdown has it, its caption above. */
export const markdownTable = ({ caption, columns, rows }: ShownTable): string => {
  const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
  const heads = columns.map(({ label, unit }) => markdownText(unit === undefined ? label : `${label} (${unit})`))
  const rules = columns.map(({ text }, index) => (text || index === 0 ? "---" : "---:"))
  return [markdownText(caption), "", line(heads), line(rules), ...rows.map((cells) => line(cells.map(content)))].join(
    "\n"
  )
}
