import { counted } from "../format.ts"
import { type Html, html, noHtml } from "../html.ts"

/** With more digests than this, those of runs are left to the file beside the page. */
const mostRows = 600

/** The digest of each input, folded away. */
export const digestTable = (digests: Readonly<Record<string, string>>): Html => {
  const named = Object.entries(digests).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (named.length === 0) return noHtml
  const shown = named.length > mostRows ? named.filter(([name]) => !name.startsWith("run:")) : named
  const others =
    named.length === shown.length ? "" : `; those of ${counted(named.length - shown.length, "run")} are in digests.csv`
  return html`<details><summary>Digests of the inputs</summary>
<table class="digests">
<caption><span>SHA-256 of each artifact that this page was made from${others}</span></caption>
<thead><tr><th scope="col">Input</th><th scope="col">Digest</th></tr></thead>
<tbody>${shown.map(([name, digest]) => html`<tr><th scope="row">${name}</th><td><code>${digest}</code></td></tr>`)}</tbody>
</table>
</details>
`
}
