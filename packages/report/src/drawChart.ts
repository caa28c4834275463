import { Effect } from "effect"
import { type ChartSpec, drawSvg } from "./drawSvg.ts"
import { type Html, html, trustedHtml } from "./html.ts"
import { ReportError } from "./reportError.ts"

/** A drawing to be made. `id` is unique in the page; `title` and `description` say in words what the picture shows. */
export interface Chart {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly spec: ChartSpec
}

/** Two decimals of a pixel are more than can be seen; the digits beyond differ between processors. */
const roundCoordinates = (svg: string): string =>
  svg.replaceAll(/ (?:d|transform|x|x2|y|y2|width|height)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2))))
  )

/** Vega numbers its clip paths through the life of the process: count anew, so that the same page has the same bytes. */
const renumberIds = (svg: string, prefix: string): string => {
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
  return ids.reduce(
    (text, id, index) =>
      text.replaceAll(` id="${id}"`, ` id="${prefix}-${index}"`).replaceAll(`url(#${id})`, `url(#${prefix}-${index})`),
    svg
  )
}

/** The parts of a drawing have no names, so what Vega says of their roles would only be read out as empty images. */
const withoutRoles = (svg: string): string =>
  svg.replaceAll(/ (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")/g, "")

/** Draws a chart as an SVG element that scales with its container and that a screen reader meets as one image. */
export const drawChart = ({ description, id, spec, title }: Chart): Effect.Effect<Html, ReportError> =>
  Effect.tryPromise({
    try: () => drawSvg(spec),
    catch: (cause) =>
      new ReportError({
        reason: "ChartNotDrawn",
        message: `The chart "${title}" could not be drawn (${String(cause).replaceAll(/\s+/g, " ")}); check that its numbers are finite.`
      })
  }).pipe(
    Effect.map((svg) => {
      const body = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"))
      const viewBox = /viewBox="([^"]*)"/.exec(svg)?.[1] ?? "0 0 1 1"
      return html`<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="${viewBox}"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${trustedHtml(withoutRoles(renumberIds(roundCoordinates(body), id)))}</svg>`
    })
  )
