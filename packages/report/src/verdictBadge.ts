import type { PairedComparison } from "@ebcle/core"
import { type Html, html } from "./html.ts"

const looks = {
  "non-inferior": { kind: "good", sign: "✓" },
  "not shown": { kind: "open", sign: "?" },
  refused: { kind: "refused", sign: "×" }
} as const

/** The verdict of one comparison, told by word, sign and colour. */
export const verdictBadge = (verdict: PairedComparison["nonInferiority"]["verdict"]): Html =>
  html`<span class="badge ${looks[verdict].kind}"><span aria-hidden="true">${looks[verdict].sign}</span> ${verdict}</span>`
