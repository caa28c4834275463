import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { escapeHtml, html, noHtml, trustedHtml } from "../src/html.ts"

/** What a browser reads back from escaped text. */
const readBack = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

/** Any text, and text that is mostly the characters with a meaning in HTML. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("<", ">", '"', "'", "&", "/", "=", "a", " ", "script", "onerror", "lt;", "--", "]]>")
  })
)

describe("html", () => {
  it("never lets text become a tag or leave its attribute", () => {
    fc.assert(
      fc.property(text, text, (title, body) => {
        const match = /^<p title="([^"<>]*)">([^"<>]*)<\/p>$/u.exec(html`<p title="${title}">${body}</p>`.toString())
        expect(match).not.toBeNull()
        expect(readBack(match![1]!)).toBe(title)
        expect(readBack(match![2]!)).toBe(body)
      })
    )
  })

  it("leaves markup that it made alone, however deep", () => {
    const items = ["a & b", "<i>"].map((item) => html`<li>${item}</li>`)
    expect(html`<ul>${items}</ul>`.toString()).toBe("<ul><li>a &amp; b</li><li>&lt;i&gt;</li></ul>")
  })

  it("writes numbers, joins lists and takes trusted markup at its word", () => {
    expect(html`${1.5}|${["<", ["&", 2]]}|${trustedHtml("<b>")}|${noHtml}`.toString()).toBe("1.5|&lt;&amp;2|<b>|")
  })

  it("does not read $ in a text as a replacement pattern", () => {
    expect(escapeHtml("$& $1 $`")).toBe("$&amp; $1 $`")
  })
})
