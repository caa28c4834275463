import { quantile } from "@ebcle/core"
import { type ChartSpec, chartFrame } from "@ebcle/report"
import { kolmogorovCritical, kolmogorovDistance } from "../kolmogorovDistance.ts"
import { measures } from "../measures.ts"
import { presentation, type ShownUnit } from "../presentation.ts"
import { rankCorrelations } from "../rankCorrelation.ts"
import type { MeasuredSplit, MeasureView, PageInput } from "./pageInput.ts"

/** Name of a measure with its unit, for an axis. */
const axisTitle = ({ measure, unit: kept }: MeasuredSplit["profile"], unit: ShownUnit): string =>
  kept === "ratio" ? measures[measure].title : `${measures[measure].title} (${presentation(kept, unit).unit})`

const splitScale = { domain: ["training", "test"], range: ["var(--arm-1)", "var(--arm-2)"] }

/** Share of the images in each bin of the histogram, training against test. */
export const distributionChart = ({ test, train }: MeasureView, unit: ShownUnit): ChartSpec => {
  const { factor } = presentation(train.profile.unit, unit)
  const shares = [train, test].flatMap(({ profile: { count, histogram, split } }) =>
    histogram.counts.map((images, bin) => ({
      split: split === "train" ? "training" : "test",
      from: factor * histogram.edges[bin]!,
      to: factor * histogram.edges[bin + 1]!,
      share: images / count
    }))
  )
  // A histogram reaches to the highest value possible; what lies beyond the data would only squeeze the drawing.
  const filled = shares.filter(({ share }) => share > 0)
  const [first, last] = [Math.min(...filled.map(({ from }) => from)), Math.max(...filled.map(({ to }) => to))]
  const within = shares.filter(({ from, to }) => to > first && from < last)
  // A step lasts to the next point: the last bin needs one at its end.
  const values = [...within, ...within.filter(({ to }) => to === last).map((bin) => ({ ...bin, from: last }))]
  return {
    ...chartFrame(230),
    data: { values },
    mark: { type: "area", interpolate: "step-after", line: { strokeWidth: 1.5 }, fillOpacity: 0.14 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        title: axisTitle(train.profile, unit),
        scale: { domain: [first, last], nice: false }
      },
      y: { field: "share", type: "quantitative", title: "share of images", stack: null, axis: { format: "%" } },
      color: {
        field: "split",
        scale: splitScale,
        legend: { orient: "top", title: null, symbolType: "stroke", labelColor: "var(--ink)" }
      }
    }
  }
}

/** Of each class the range from the 5 % to the 95 % quantile, its middle half and its median. */
export const classChart = ({ train }: MeasureView, { dataset, labels, unit }: PageInput): ChartSpec => {
  const { factor } = presentation(train.profile.unit, unit)
  const values = dataset.classes.flatMap((name, label) => {
    const own = train.values.filter((_, index) => labels[index] === label).sort()
    if (own.length === 0) return []
    const at = (p: number) => factor * quantile(own, p)
    return [{ name, low: at(0.05), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(0.95) }]
  })
  const y = { field: "name", type: "nominal", title: null, sort: null, axis: { ticks: false, labelLimit: 90 } } as const
  const x = { type: "quantitative", scale: { zero: false } } as const
  return {
    ...chartFrame(Math.max(230, 15 * values.length)),
    data: { values },
    layer: [
      {
        mark: { type: "rule", color: "var(--muted)" },
        encoding: { y, x: { ...x, field: "low", title: axisTitle(train.profile, unit) }, x2: { field: "high" } }
      },
      {
        mark: { type: "bar", color: "var(--bar)", height: { band: 0.6 } },
        encoding: { y, x: { ...x, field: "lower" }, x2: { field: "upper" } }
      },
      {
        mark: { type: "tick", color: "var(--accent)", thickness: 2.5, height: { band: 0.6 } },
        encoding: { y, x: { ...x, field: "median" } }
      }
    ]
  }
}

/** Spearman's rank correlation of every two measures over the training images. */
export const correlationChart = (views: ReadonlyArray<MeasureView>): ChartSpec => {
  const titles = views.map(({ train }) => train.profile.measure)
  const correlations = rankCorrelations(views.map(({ train }) => train.values))
  const values = correlations.flatMap((row, i) =>
    row.flatMap((correlation, j) => (correlation === null ? [] : [{ a: titles[i], b: titles[j], correlation }]))
  )
  const axis = { ticks: false, domain: false, labelLimit: 220, grid: false } as const
  return {
    ...chartFrame(190 + 26 * titles.length),
    width: 900,
    data: { values },
    encoding: {
      x: { field: "a", type: "nominal", sort: null, title: null, axis: { ...axis, labelAngle: -45 } },
      y: { field: "b", type: "nominal", sort: null, title: null, axis }
    },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          color: {
            field: "correlation",
            type: "quantitative",
            scale: { domain: [-1, 0, 1], range: ["#b4430f99", "#8c909511", "#1c5a9699"] },
            legend: null
          }
        }
      },
      {
        mark: { type: "text", fontSize: 10.5 },
        encoding: {
          text: { field: "correlation", type: "quantitative", format: ".2f" }
        }
      }
    ]
  }
}

/** Dots in a scatter plot: enough to see a shape. */
const dots = 250

/** Two measures of the same training images, of which every so manieth is drawn. */
export const scatterChart = (a: MeasureView, b: MeasureView, unit: ShownUnit): ChartSpec => {
  const stride = Math.ceil(a.train.values.length / dots)
  const [x, y] = [a, b].map(({ train }) => presentation(train.profile.unit, unit).factor)
  const values = Array.from({ length: Math.floor((a.train.values.length - 1) / stride) + 1 }, (_, k) => ({
    x: x! * a.train.values[k * stride]!,
    y: y! * b.train.values[k * stride]!
  }))
  return {
    ...chartFrame(230),
    data: { values },
    mark: { type: "circle", size: 14, opacity: 0.55, color: "var(--arm-1)" },
    encoding: {
      x: { field: "x", type: "quantitative", title: axisTitle(a.train.profile, unit), scale: { zero: false } },
      y: { field: "y", type: "quantitative", title: axisTitle(b.train.profile, unit), scale: { zero: false } }
    }
  }
}

/** How far test images are from training images by each measure. */
export const drifts = (views: ReadonlyArray<MeasureView>) =>
  views.map(({ test, train }) => ({
    measure: train.profile.measure,
    distance: kolmogorovDistance(train.values.toSorted(), test.values.toSorted()),
    critical: kolmogorovCritical(train.values.length, test.values.length)
  }))

/** The distances of `drifts`, beside what chance alone would exceed once in twenty times. */
export const driftChart = (found: ReturnType<typeof drifts>): ChartSpec => {
  const y = {
    field: "measure",
    type: "nominal",
    sort: null,
    title: null,
    axis: { ticks: false, labelLimit: 220 }
  } as const
  return {
    ...chartFrame(60 + 20 * found.length),
    data: { values: found },
    layer: [
      {
        mark: { type: "bar", color: "var(--bar)", height: { band: 0.55 } },
        encoding: { y, x: { field: "distance", type: "quantitative", title: "Kolmogorov-Smirnov distance" } }
      },
      {
        mark: { type: "tick", color: "var(--accent)", thickness: 2, height: { band: 0.9 } },
        encoding: { y, x: { field: "critical", type: "quantitative" } }
      }
    ]
  }
}
