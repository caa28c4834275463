import type { ShownCell, ShownTable } from "../tables/shownTable.ts"

const signs: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "−": "$-$",
  "±": "$\\pm$",
  "×": "$\\times$",
  "≤": "$\\leq$",
  "≈": "$\\approx$",
  α: "$\\alpha$",
  δ: "$\\delta$",
  "⌈": "$\\lceil$",
  "⌉": "$\\rceil$",
  "⌊": "$\\lfloor$",
  "⌋": "$\\rfloor$",
  "·": "$\\cdot$",
  "–": "--",
  "“": "``",
  "”": "''",
  "\u00a0": "~"
}

/** Text that LaTeX sets as it is, with T1 fonts and UTF-8. */
export const latexText = (text: string): string =>
  text.replaceAll(/\s*\n\s*/g, " ").replaceAll(/[\\{}$&#%_~^<>|"−±×≤≈αδ⌈⌉⌊⌋·–“”\u00a0]/g, (sign) => signs[sign]!)

const content = ({ below, text }: ShownCell): string => latexText(below === undefined ? text : `${text} ${below}`)

/** A table as a float, in the rules of the package booktabs; its label is `tab:` and the table's id. */
export const latexTable = ({ caption, columns, id, rows }: ShownTable): string => {
  const line = (cells: ReadonlyArray<string>) => `    ${cells.join(" & ")} \\\\`
  const heads = columns.map(({ label, unit }) => latexText(unit === undefined ? label : `${label} (${unit})`))
  return [
    "% Needs \\usepackage{booktabs}.",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${latexText(caption)}}`,
    `  \\label{tab:${id}}`,
    `  \\begin{tabular}{${columns.map(({ text }, index) => (text || index === 0 ? "l" : "r")).join("")}}`,
    "    \\toprule",
    line(heads),
    "    \\midrule",
    ...rows.map((cells) => line(cells.map(content))),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    ""
  ].join("\n")
}
