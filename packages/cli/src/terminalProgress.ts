import process from "node:process"
import { Progress, type ProgressReport } from "@ebcle/core"
import { Clock, Effect, Layer } from "effect"
import { progressBar, progressLine } from "./progressBar.ts"
import { clearLine } from "./say.ts"

/** Seconds between plain lines: a log should not scroll away. */
const lineInterval = 10

/** A task under way: when (in seconds) and where it was first seen, and its last report. */
interface Task {
  readonly start: number
  readonly done: number
  readonly report: ProgressReport
}

/**
 * Shows progress on standard error: on a terminal one line that redraws itself, with the task that reported last as a
 * bar and those that it is a part of before it; elsewhere a plain line now and then.
 */
export const terminalProgress = Layer.sync(Progress, () => {
  const { stderr } = process
  const tasks = new Map<string, Task>()
  let lastLine = Number.NEGATIVE_INFINITY

  const since = ({ done, start }: Task, now: number) => ({ done, elapsed: now - start })

  const draw = (current: string, now: number): string => {
    const task = tasks.get(current)!
    const others = [...tasks.values()].filter(({ report }) => report.task !== current)
    const around = others.map((other) => `${progressLine(other.report, since(other, now))} | `).join("")
    return `${around}${progressBar(task.report, since(task, now))}`.slice(0, (stderr.columns ?? 80) - 1)
  }

  const report = (report: ProgressReport) =>
    Effect.map(Clock.currentTimeMillis, (millis) => {
      const now = millis / 1000
      const task: Task = { ...(tasks.get(report.task) ?? { start: now, done: report.done }), report }
      tasks.set(report.task, task)
      // A training that is through its steps is still tested.
      const finished =
        report.done === report.total && (report.training === undefined || report.training.testAccuracy !== undefined)
      if (stderr.isTTY) {
        stderr.write(`${clearLine}${finished ? "" : draw(report.task, now)}`)
      } else if (finished || now - lastLine >= lineInterval) {
        lastLine = now
        stderr.write(`${progressLine(report, since(task, now))}\n`)
      }
      if (finished) tasks.delete(report.task)
    })
  return { report }
})
