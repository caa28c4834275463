/** Markup that may stand in a page as it is. Only `html` and `trustedHtml` make it. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

/** What `html` accepts between its literal parts: text and numbers are escaped, lists are joined without a separator. */
export type HtmlValue = Html | string | number | ReadonlyArray<HtmlValue>

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/** Text as it must be written between tags or inside a quoted attribute. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character]!)

const render = (value: HtmlValue): string => {
  if (value instanceof Html) return value.toString()
  if (typeof value === "string") return escapeHtml(value)
  return typeof value === "number" ? String(value) : value.map(render).join("")
}

/**
 * A template whose every interpolation is escaped unless it is `Html` already.
 *
 * Interpolations stand between tags or inside a double-quoted attribute, never as a tag or attribute name.
 *
 * @example html`<p title="${name}">${name}</p>`
 */
export const html = (literals: TemplateStringsArray, ...values: ReadonlyArray<HtmlValue>): Html =>
  new Html(literals.map((literal, index) => literal + (index < values.length ? render(values[index]!) : "")).join(""))

/** Takes markup at its word: for the style sheet and for drawings whose maker escapes its own text. */
export const trustedHtml = (markup: string): Html => new Html(markup)

/** Nothing, where a part of a page is left out. */
export const noHtml = new Html("")
