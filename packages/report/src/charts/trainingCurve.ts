import type { EpochRecord } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import type { ArmGroup } from "../armGroups.ts"
import { armScales } from "./armScales.ts"
import { chartFrame } from "./chartTheme.ts"
import { valueAxis } from "./valueAxis.ts"

/** With more epochs than this, symbols on the lines would hide them. */
const epochsWithSymbols = 15

/** Whole epochs at a round distance, at most about eight of them. */
const epochTicks = (last: number): Array<number> => {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((candidate) => last / candidate <= 8) ?? 1000
  return Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step)
}

/** Mean, least and largest value of a group at each epoch. */
const byEpoch = ({ arms, label }: ArmGroup, value: (epoch: EpochRecord) => number) => {
  const seen = new Map<number, { sum: number; count: number; least: number; most: number }>()
  for (const { epochs } of arms.flatMap(({ runs }) => runs)) {
    for (const record of epochs) {
      const at = seen.get(record.epoch) ?? { sum: 0, count: 0, least: Infinity, most: -Infinity }
      const one = value(record)
      at.sum += one
      at.count += 1
      at.least = Math.min(at.least, one)
      at.most = Math.max(at.most, one)
      seen.set(record.epoch, at)
    }
  }
  return [...seen].map(([epoch, { count, least, most, sum }]) => ({
    arm: label,
    epoch,
    mean: sum / count,
    least,
    most
  }))
}

/** A quantity by epoch: the mean over the runs of each group as a line, smallest to largest as a band. */
export const trainingCurve = (options: {
  readonly groups: ReadonlyArray<ArmGroup>
  readonly title: string
  /** For a quantity of which a factor says more than a difference: a loss, not a share. */
  readonly logarithm?: true
  readonly value: (epoch: EpochRecord) => number
}): TopLevelSpec => {
  const values = options.groups.flatMap((group) => byEpoch(group, options.value))
  const last = Math.max(1, ...values.map(({ epoch }) => epoch))
  const { color, shape, strokeDash } = armScales(options.groups)
  const x = {
    field: "epoch",
    type: "quantitative",
    title: "epoch",
    axis: { values: epochTicks(last), format: "d" },
    scale: { domainMin: 1, domainMax: Math.max(last, 2), nice: false, padding: 8 }
  } as const
  const y = {
    type: "quantitative",
    ...valueAxis({
      title: options.title,
      values: values.flatMap(({ least, most }) => [least, most]),
      logarithm: options.logarithm === true
    })
  } as const
  return {
    ...chartFrame(280),
    data: { values },
    layer: [
      {
        mark: { type: "area", opacity: 0.16, line: false },
        encoding: { x, y: { ...y, field: "least" }, y2: { field: "most" }, color }
      },
      { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: { ...y, field: "mean" }, color, strokeDash } },
      ...(last <= epochsWithSymbols
        ? [
            {
              mark: { type: "point", filled: true, size: 40, opacity: 1 },
              encoding: { x, y: { ...y, field: "mean" }, color, shape }
            } as const
          ]
        : [])
    ]
  }
}
