import process from "node:process"
import { Progress, type ProgressReport } from "@ebcle/core"
import { Clock, Effect, Layer } from "effect"
import { progressBar, progressLine } from "./progressBar.ts"

/** Seconds between plain lines: a log should not scroll away. */
const lineInterval = 10

const clearLine = "\r\u001b[K"

/** Shows progress on standard error: one bar that redraws itself on a terminal, now and then a line elsewhere. */
export const terminalProgress = Layer.sync(Progress, () => {
  const { stderr } = process
  const begun = new Map<string, number>()
  let lastLine = Number.NEGATIVE_INFINITY

  const report = (report: ProgressReport) =>
    Effect.map(Clock.currentTimeMillis, (millis) => {
      const now = millis / 1000
      const start = begun.get(report.task) ?? now
      begun.set(report.task, start)
      const finished = report.done === report.total
      if (stderr.isTTY) {
        const bar = progressBar(report, now - start, stderr.columns ?? 80)
        stderr.write(`${clearLine}${finished ? "" : bar}`)
      } else if (finished || now - lastLine >= lineInterval) {
        lastLine = now
        stderr.write(`${progressLine(report, now - start)}\n`)
      }
      if (finished) begun.delete(report.task)
    })
  return { report }
})
