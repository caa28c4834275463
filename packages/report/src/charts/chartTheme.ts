import type { Config, TopLevelSpec } from "vega-lite"

/** Width of every drawing in its own units; on a page it is scaled to its column. */
export const chartWidth = 440

const config: Config = {
  aria: false,
  font: "inherit",
  view: { stroke: null },
  axis: {
    labelColor: "var(--muted)",
    labelFontSize: 11,
    titleColor: "var(--ink)",
    titleFontSize: 11.5,
    titleFontWeight: "normal",
    titlePadding: 8,
    domainColor: "var(--axis)",
    tickColor: "var(--axis)",
    tickSize: 4,
    gridColor: "var(--grid)",
    labelFlush: false
  },
  axisX: { grid: false, tickCount: 6 },
  axisY: { domain: false, ticks: false, tickCount: 5, labelPadding: 6 },
  text: { color: "var(--ink)", fontSize: 11 }
}

/** What all drawings share: a transparent ground, neutral axes in the page's own colours, no network, no script. */
export const chartFrame = (height: number) =>
  ({
    width: chartWidth,
    height,
    autosize: { type: "fit", contains: "padding" },
    padding: 2,
    background: "transparent",
    config
  }) satisfies Partial<TopLevelSpec>
