import { type Html, html } from "../html.ts"
import type { Reference } from "../texts/references.ts"

/** The works that a study rests on, to read and to cite. */
export const referencesSection = (works: ReadonlyArray<Reference>): Html =>
  html`<section id="references" aria-labelledby="references-heading">
<h2 id="references-heading">References</h2>
<ol class="references">${works.map(({ text, url }) => html`<li>${text} <a href="${url}">${url.replace("https://", "")}</a></li>`)}</ol>
<details><summary>BibTeX</summary><pre tabindex="0">${works.map(({ bibtex }) => bibtex).join("\n\n")}</pre></details>
</section>
`
