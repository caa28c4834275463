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

/** A table in a region that scrolls by itself; the page's script lets its rows be sorted and filtered. */
export const htmlTable = ({ caption, columns, id, rows }: ShownTable): Html =>
  html`<div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table class="numbers sortable" id="table-${id}">
<caption id="${id}-caption"><span>${caption}</span></caption>
<thead><tr>${columns.map(head)}</tr></thead>
<tbody>
${rows.map((cells) => row(cells, columns))}</tbody>
</table>
</div>
`
