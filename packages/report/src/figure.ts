import type { ArmStyle } from "./armStyle.ts"
import { type Html, html, noHtml } from "./html.ts"

/** Something that drawings show by a look of its own. */
interface Entry {
  readonly label: string
  readonly style: ArmStyle
}

/** The symbol, line and name of each arm, as the drawings show them. */
export const legend = (arms: ReadonlyArray<Entry>): Html => {
  const entry = ({ label, style }: Entry) =>
    html`<li><svg class="swatch" viewBox="-16 -6 32 12" aria-hidden="true"><path d="M-15,0H15" stroke="${style.color}" stroke-width="2" stroke-dasharray="${style.dash.join(" ")}"/><path d="${style.shape}" transform="scale(3.6)" fill="${style.color}"/></svg>${label}</li>`
  return html`<ul class="legend">${arms.map(entry)}</ul>`
}

/** Drawings that belong together, above what they show. */
export const figure = (options: {
  readonly drawings: ReadonlyArray<Html>
  readonly caption: Html
  readonly key?: Html
}): Html =>
  html`<figure${options.drawings.length === 1 ? html` class="single"` : noHtml}>
<div class="charts">${options.drawings}</div>
${options.key ?? noHtml}
<figcaption>${options.caption}</figcaption>
</figure>
`
