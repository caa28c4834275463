import { type Html, html, noHtml } from "../html.ts"
import { verdictBadge } from "../verdictBadge.ts"
import type { ShownCell, ShownColumn, ShownTable } from "./shownTable.ts"

const head = ({ label, text, unit }: ShownColumn): Html =>
  html`<th scope="col"${text ? html` class="text"` : noHtml}>${label}${unit === undefined ? noHtml : html`<span class="below">${unit}</span>`}</th>`

const content = ({ below, text, verdict }: ShownCell): Html =>
  html`${verdict === undefined ? text : verdictBadge(verdict)}${below === undefined ? noHtml : html`<span class="below">${below}</span>`}`

const row = (cells: ReadonlyArray<ShownCell>, columns: ReadonlyArray<ShownColumn>): Html => {
  const [first, ...others] = cells
  return html`<tr><th scope="row">${content(first!)}</th>${others.map(
    (shown, index) => html`<td${columns[index + 1]!.text ? html` class="text"` : noHtml}>${content(shown)}</td>`
  )}</tr>
`
}

/** The rows beyond these are folded away where the page's script can show them: a page of thousands opens slowly. */
const mostShown = 100

const body = ({ columns, rows }: ShownTable): Html => {
  const markup = (some: ShownTable["rows"]) => some.map((cells) => row(cells, columns))
  const rest = rows.slice(mostShown)
  const folded = html`<tbody class="rest">
${markup(rest)}</tbody>
`
  return html`<tbody>
${markup(rows.slice(0, mostShown))}</tbody>
${rest.length === 0 ? noHtml : folded}`
}

/** A table in a region that scrolls by itself; the page's script lets its rows be sorted and filtered. */
export const htmlTable = (table: ShownTable): Html => {
  const { caption, columns, id } = table
  return html`<div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table class="numbers sortable" id="table-${id}">
<caption id="${id}-caption"><span>${caption}</span></caption>
<thead><tr>${columns.map(head)}</tr></thead>
${body(table)}</table>
</div>
`
}
