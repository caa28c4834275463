import { cellName } from "@ebcle/pipeline"
import { type Breakdown, phases, type StepProfile } from "@ebcle/trainer/stages"
import { table } from "./output.ts"

const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(2)
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const giga = (rate: number): string => (rate / 1e9).toFixed(1)

/** Kinds and parts below this share of a step are shown together. */
const least = 0.002

type Row = Breakdown["operations"] & { readonly name: string; readonly count?: number }

const together = (name: string, rows: ReadonlyArray<Row>): Row => {
  const sum = (column: "total" | (typeof phases)[number]) => rows.reduce((total, row) => total + row[column], 0)
  return {
    name,
    total: sum("total"),
    input: sum("input"),
    forward: sum("forward"),
    backward: sum("backward"),
    optimizer: sum("optimizer")
  }
}

/** Rows with their times in ms by phase, small ones summed up. */
const byPhase = (title: string, rows: ReadonlyArray<Row>, whole: number): string => {
  const small = rows.filter(({ total }) => total < least * whole)
  const shown = small.length < 2 ? rows : [...rows.filter(({ total }) => total >= least * whole), together(`${small.length} more`, small)] // biome-ignore format: one value
  return table([
    [title, ...phases, "ms", "share"],
    ...[...shown, together("all operations", rows)].map((row) => [
      row.count === undefined ? row.name : `${row.name} ×${row.count}`,
      ...phases.map((phase) => (row[phase] === 0 ? "" : milliseconds(row[phase]))),
      milliseconds(row.total),
      percent(row.total / whole)
    ])
  ])
}

/** A profile as text for a reader. */
export const profileText = (profile: StepProfile, sums: Breakdown): string => {
  const { batchSize, cell, engine, multiplyAdds, network, peak, precision, stepSeconds, steps, timedSeconds } = profile
  const whole = timedSeconds
  return [
    `${cellName(cell)}: ${network}, batches of ${batchSize} in ${precision}, ${engine.device}, ${engine.intraOpThreads} threads`,
    `a step takes ${milliseconds(stepSeconds)} ms (${(batchSize / stepSeconds).toFixed(0)} images/s), the mean of ${steps}`,
    `${giga(2 * multiplyAdds)} GFLOP a step: ${giga(sums.flops)} GFLOP/s, ${percent(sums.ofPeak)} of the ${giga(peak.flops)} of a matrix product (${peak.size}×${peak.size}, ${precision})`,
    "",
    byPhase("operations", sums.kinds.map(({ operation, ...kind }) => ({ name: operation, ...kind })), whole), // biome-ignore format: one value
    "",
    byPhase("parts of the network", sums.parts.map(({ part, ...times }) => ({ name: part, ...times })), whole), // biome-ignore format: one value
    "",
    `idle: at most ${milliseconds(sums.idle)} ms (${percent(sums.idle / whole)}), between steps and calls; some of it is the clocks'`,
    `a step in which every operation is timed takes ${milliseconds(timedSeconds)} ms, ${percent(Math.abs(sums.timing) / stepSeconds)} ${sums.timing < 0 ? "less" : "more"}; shares are of it`
  ].join("\n")
}
