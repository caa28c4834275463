import type { ProgressReport } from "@ebcle/core"

const width = 24

/** "3 m 05 s", or "12 s". */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  return minutes === 0 ? `${rest} s` : `${minutes} m ${String(rest).padStart(2, "0")} s`
}

/** What a report says after the task's name, with the time that is left at the pace so far. */
const describe = ({ detail, done, total, unit }: ProgressReport, elapsed: number): string => {
  const left = done === 0 || done === total ? "" : `, ${formatDuration((elapsed / done) * (total - done))} left`
  return `${done}/${total} ${unit}${detail === undefined ? "" : `, ${detail}`}${left}`
}

/** A report with a bar, for a terminal. `elapsed` is in seconds since the task began. */
export const progressBar = (report: ProgressReport, elapsed: number): string => {
  const filled = Math.round((width * report.done) / report.total)
  const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`
  return `${report.task} ${bar} ${describe(report, elapsed)}`
}

/** A report as a plain line. */
export const progressLine = (report: ProgressReport, elapsed: number): string =>
  `${report.task}: ${describe(report, elapsed)}`
