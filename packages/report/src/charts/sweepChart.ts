import type { RunRecord } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import type { BoundLine, DepthSweep } from "../depthSweep.ts"
import { mostRunPoints } from "./accuracyAgainstCost.ts"
import { armScales } from "./armScales.ts"
import { chartFrame, chartWidth } from "./chartTheme.ts"

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** A quantity of the runs of one sweep, by the blocks of their networks. */
const pointsOf = ({ arms, label }: DepthSweep, value: (run: RunRecord) => number | null) =>
  arms.flatMap(({ arm, runs }) =>
    runs.flatMap((run) => {
      const one = value(run)
      return one === null ? [] : [{ arm: label, blocks: arm.architecture.blocks, value: one }]
    })
  )

/** Height of the line that the name of a bound has above the drawing. */
const nameHeight = 14

/** Width of a character of a name, in pixels, as it is estimated where drawings are made, and of the drawing's left margin. */
const widths = { character: 6.4, margin: 50 }

/**
 * The bounds with their names above the drawing, each on a line of its own and the first on top, so that a name that goes
 * to the right of its bound stands above the lines of those that follow. One that would not end in the drawing goes left.
 */
const namedBounds = (bounds: ReadonlyArray<BoundLine>, end: number) => {
  const sorted = bounds.toSorted((a, b) => a.blocks - b.blocks)
  return sorted.map((bound, index) => {
    const room = (chartWidth - widths.margin) * (1 - bound.blocks / end)
    return {
      ...bound,
      top: (index - sorted.length) * nameHeight,
      middle: (index - sorted.length + 0.5) * nameHeight,
      toTheLeft: bound.label.length * widths.character > room
    }
  })
}

/** A quantity against the depth in blocks: seeds as rings, their means as a line, each rule's bound as a dashed line. */
export const sweepChart = (options: {
  readonly sweeps: ReadonlyArray<DepthSweep>
  readonly bounds: ReadonlyArray<BoundLine>
  readonly title: string
  readonly value: (run: RunRecord) => number | null
  /** Draws the line on which the quantity equals the number of blocks. */
  readonly diagonal?: boolean
}): TopLevelSpec => {
  const { bounds, diagonal = false, sweeps } = options
  const { color, shape, strokeDash } = armScales(sweeps)
  const points = sweeps.flatMap((sweep) => pointsOf(sweep, options.value))
  const means = sweeps.flatMap((sweep) => {
    const own = pointsOf(sweep, options.value)
    const depths = [...new Set(own.map(({ blocks }) => blocks))].toSorted((a, b) => a - b)
    return depths.map((blocks) => ({
      arm: sweep.label,
      blocks,
      value: mean(own.filter((point) => point.blocks === blocks).map(({ value }) => value))
    }))
  })
  const deepest = Math.max(
    ...bounds.map(({ blocks }) => blocks),
    ...sweeps.flatMap(({ arms }) => arms.map(({ arm }) => arm.architecture.blocks))
  )
  const end = deepest * 1.04
  const named = namedBounds(bounds, end)
  const x = {
    field: "blocks",
    type: "quantitative",
    title: "blocks",
    axis: { format: "d", tickMinStep: 1 },
    scale: { domainMin: 0, domainMax: end, nice: false }
  } as const
  const y = {
    field: "value",
    type: "quantitative",
    title: options.title,
    scale: diagonal ? { domainMin: 0, domainMax: end, nice: false } : { zero: false, padding: 12 }
  } as const
  const pixels = { type: "quantitative", scale: null, axis: null } as const
  return {
    ...chartFrame(290),
    layer: [
      ...(diagonal
        ? [
            {
              data: { values: [0, deepest].map((blocks) => ({ blocks, value: blocks })) },
              mark: { type: "line", color: "var(--line)", strokeWidth: 1.5 },
              encoding: { x, y }
            } as const
          ]
        : []),
      {
        data: { values: named },
        mark: { type: "rule", color: "var(--accent)", strokeDash: [4, 3], strokeWidth: 1.25 },
        encoding: { x, y: { ...pixels, field: "top" }, y2: { value: "height" } }
      },
      ...[false, true].map(
        (toTheLeft) =>
          ({
            data: { values: named.filter((bound) => bound.toTheLeft === toTheLeft) },
            mark: {
              type: "text",
              color: "var(--accent)",
              align: toTheLeft ? "right" : "left",
              baseline: "middle",
              dx: toTheLeft ? -5 : 5
            },
            encoding: { x, y: { ...pixels, field: "middle" }, text: { field: "label" } }
          }) as const
      ),
      {
        data: { values: points.length > mostRunPoints ? [] : points },
        mark: { type: "point", filled: false, size: 26, opacity: 0.7 },
        encoding: { x, y, color }
      },
      {
        data: { values: means },
        layer: [
          { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
          { mark: { type: "point", filled: true, size: 48, opacity: 1 }, encoding: { x, y, color, shape } }
        ]
      }
    ]
  }
}
