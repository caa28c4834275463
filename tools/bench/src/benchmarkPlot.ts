import { type ChartSpec, drawSvg } from "@ebcle/report"
import { type BenchmarkRecord, standing } from "./benchmarkRecord.ts"
import { networks } from "./networks.ts"

const specification = (records: ReadonlyArray<BenchmarkRecord>): ChartSpec => {
  const values = records.flatMap((record) => {
    const found = standing(record)
    if (found === undefined) return []
    const { least, most, ratio } = found
    return [{ network: networks[record.network].title, precision: record.precision, ratio, least, most }]
  })
  const y = {
    field: "network",
    type: "nominal",
    title: null,
    axis: { labelLimit: 260 },
    sort: Object.values(networks).map(({ title }) => title)
  } as const
  const colour = {
    field: "precision",
    type: "nominal",
    title: null,
    scale: { domain: ["float32", "bfloat16"], range: ["#4c78a8", "#d67d1f"] },
    legend: { orient: "top" }
  } as const
  const offset = { field: "precision", type: "nominal" } as const
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    background: "white",
    width: 420,
    data: { values },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: {
          x: { field: "least", type: "quantitative", title: "our step / the fastest peer's" },
          x2: { field: "most" },
          y,
          yOffset: offset,
          color: colour
        }
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x: { field: "ratio", type: "quantitative" }, y, yOffset: offset, color: colour }
      },
      { mark: { type: "rule", strokeDash: [4, 3], color: "#555555" }, encoding: { x: { datum: 1 } } }
    ]
  }
}

/** The ratio to the fastest peer of every network and precision, as an SVG document. */
export const benchmarkPlot = (records: ReadonlyArray<BenchmarkRecord>): Promise<string> =>
  drawSvg(specification(records))
