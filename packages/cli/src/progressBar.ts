import type { ProgressReport } from "@ebcle/core"

const width = 24

/** "3 m 05 s", or "12 s". */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  return minutes === 0 ? `${rest} s` : `${minutes} m ${String(rest).padStart(2, "0")} s`
}

/** Since when a task is watched: `elapsed` seconds ago it stood at `done`, which is not 0 where it went on from before. */
export interface Watch {
  readonly elapsed: number
  readonly done: number
}

/** What a report says after the task's name, with the time that is left at the pace seen so far. */
const describe = ({ detail, done, total, unit }: ProgressReport, since: Watch): string => {
  const pace = since.elapsed / (done - since.done)
  const left = done === since.done || done === total ? "" : `, ${formatDuration(pace * (total - done))} left`
  return `${done}/${total} ${unit}${detail === undefined ? "" : `, ${detail}`}${left}`
}

/** A report with a bar, for a terminal. */
export const progressBar = (report: ProgressReport, since: Watch): string => {
  const filled = Math.round((width * report.done) / report.total)
  const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`
  return `${report.task} ${bar} ${describe(report, since)}`
}

/** A report as a plain line. */
export const progressLine = (report: ProgressReport, since: Watch): string =>
  `${report.task}: ${describe(report, since)}`
