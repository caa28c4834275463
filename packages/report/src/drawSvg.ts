import type { TopLevelSpec } from "vega-lite"

declare module "vega" {
  /** Exported by Vega 5.33 and missing from its types. */
  export const textMetrics: { readonly canvas: (use: boolean) => void }
}

/** What Vega-Lite draws. */
export type ChartSpec = TopLevelSpec

/** Draws a specification as an SVG document; rejects where Vega cannot, as with numbers that are not finite. */
export const drawSvg = async (spec: ChartSpec): Promise<string> => {
  // Loaded where something is drawn: it takes half a second, and most commands draw nothing.
  const [{ parse, textMetrics, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")])
  const { chartLogger } = await import("./chartLogger.ts")
  // Widths of text are estimated: measured ones would depend on an optional native package and its fonts.
  textMetrics.canvas(false)
  const logger = chartLogger()
  const view = new View(parse(compile(spec, { logger }).spec), { renderer: "none", logger })
  const svg = await view.toSVG()
  view.finalize()
  return svg
}
