import { hostname } from "node:os"
import process from "node:process"
import { ArtifactStore, Progress, type ProgressReport, workspaceRoot } from "@ebcle/core"
import type { NamedStudy } from "@ebcle/pipeline"
import { Cause, Clock, Context, Effect, Exit, FileSystem, Path } from "effect"
import type { LogEvent } from "./logEntry.ts"

/** Where what happens is written down; nowhere by default. */
export const RunLog = Context.Reference<{ readonly write: (event: LogEvent) => Effect.Effect<void> }>(
  "@ebcle/cli/RunLog",
  { defaultValue: () => ({ write: () => Effect.void }) }
)

/** Of a study the logs of so many runs are kept. */
const logsKept = 20
/** Milliseconds between two lines on the same task, unless it has come to an end. */
const interval = 1000

/** The folder of a study's run logs, one file for each process: `<start in ms>-<process>.jsonl`. */
export const logFolder = Effect.fnUntraced(function* (study: string) {
  const path = yield* Path.Path
  return path.join((yield* ArtifactStore).root, ".runs", study)
})

/** What a listener should see of a task's progress: one report a second, and each that ends something. */
const thinOut = () => {
  const last = new Map<string, { readonly at: number; readonly text: string }>()
  return (report: ProgressReport, now: number): boolean => {
    const before = last.get(report.task)
    const text = JSON.stringify([report.done, report.training])
    const ends = report.done === report.total || report.training?.testAccuracy !== undefined
    if (text === before?.text || (!ends && now - (before?.at ?? 0) < interval)) return false
    last.set(report.task, { at: now, text })
    return true
  }
}

/**
 * Does something for a study and writes down what happens, as JSON lines in `.runs/<study>` of the artifacts, for who
 * watches from another terminal. A log that cannot be written hinders nothing.
 */
export const withRunLog = <A, E, R>(named: NamedStudy, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = yield* logFolder(named.name)
    const file = path.join(folder, `${yield* Clock.currentTimeMillis}-${process.pid}.jsonl`)

    const write = (event: LogEvent) =>
      Effect.flatMap(Clock.currentTimeMillis, (at) =>
        Effect.ignore(fs.writeFileString(file, `${JSON.stringify({ at, ...event })}\n`, { flag: "a" }))
      )
    yield* Effect.ignore(fs.makeDirectory(folder, { recursive: true }))
    const names = (yield* Effect.orElseSucceed(fs.readDirectory(folder), () => [])).toSorted()
    for (const name of names.slice(0, -logsKept)) yield* Effect.ignore(fs.remove(path.join(folder, name)))

    yield* write({
      kind: "start",
      pid: process.pid,
      host: hostname(),
      file: path.resolve(yield* workspaceRoot, named.file),
      command: `ebcle ${process.argv.slice(2).join(" ")}`
    })
    const progress = yield* Progress
    const isSeen = thinOut()
    const report = (said: ProgressReport) =>
      Effect.gen(function* () {
        yield* progress.report(said)
        const { detail: _, ...event } = said
        if (isSeen(said, yield* Clock.currentTimeMillis)) yield* write({ kind: "progress", ...event })
      })
    return yield* effect.pipe(
      Effect.provideService(Progress, { report }),
      Effect.provideService(RunLog, { write }),
      Effect.onExit((exit) =>
        write({
          kind: "end",
          outcome: Exit.isSuccess(exit) ? "done" : Cause.hasInterruptsOnly(exit.cause) ? "interrupted" : "failed"
        })
      )
    )
  })
