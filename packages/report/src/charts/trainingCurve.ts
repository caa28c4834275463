import type { EpochRecord } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import type { ArmView } from "../reportModel.ts"
import { armScales } from "./armScales.ts"
import { chartFrame } from "./chartTheme.ts"

/** With more epochs than this, symbols on the lines would hide them. */
const epochsWithSymbols = 15

/** Whole epochs at a round distance, at most about eight of them. */
const epochTicks = (last: number): Array<number> => {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((candidate) => last / candidate <= 8) ?? 1000
  return Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step)
}

/** A quantity by epoch: the mean over the seeds of each arm as a line, smallest to largest as a band. */
export const trainingCurve = (options: {
  readonly arms: ReadonlyArray<ArmView>
  readonly title: string
  readonly value: (epoch: EpochRecord) => number
}): TopLevelSpec => {
  const values = options.arms.flatMap(({ label, runs }) =>
    runs.flatMap(({ epochs }) =>
      epochs.map((record) => ({ arm: label, epoch: record.epoch, value: options.value(record) }))
    )
  )
  const last = Math.max(1, ...values.map(({ epoch }) => epoch))
  const { color, shape, strokeDash } = armScales(options.arms)
  const x = {
    field: "epoch",
    type: "quantitative",
    title: "epoch",
    axis: { values: epochTicks(last), format: "d" },
    scale: { domainMin: 1, domainMax: Math.max(last, 2), nice: false, padding: 8 }
  } as const
  const y = { field: "value", type: "quantitative", title: options.title, scale: { zero: false, padding: 6 } } as const
  return {
    ...chartFrame(280),
    data: { values },
    layer: [
      {
        mark: { type: "area", opacity: 0.16, line: false },
        encoding: { x, y: { ...y, aggregate: "min" }, y2: { field: "value", aggregate: "max" }, color }
      },
      { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: { ...y, aggregate: "mean" }, color, strokeDash } },
      ...(last <= epochsWithSymbols
        ? [
            {
              mark: { type: "point", filled: true, size: 40, opacity: 1 },
              encoding: { x, y: { ...y, aggregate: "mean" }, color, shape }
            } as const
          ]
        : [])
    ]
  }
}
