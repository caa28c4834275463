import { hostname } from "node:os"
import process from "node:process"
import { isAlive } from "@ebcle/core"
import { Effect, FileSystem, Option, Path, Schema } from "effect"
import { LogEntry } from "./logEntry.ts"
import { logFolder } from "./runLog.ts"

type Entry<K extends LogEntry["kind"]> = Extract<LogEntry, { readonly kind: K }>

/** A training as a run log tells of it: its last word, and the epochs that ended. */
export interface LoggedTraining {
  readonly last: Entry<"progress">
  /** When, and where, it was first heard of in this run. */
  readonly first: Entry<"progress">
  readonly epochs: ReadonlyArray<NonNullable<Entry<"progress">["training"]>>
}

/** What one process did for a study. */
export interface LoggedRun {
  readonly start: Entry<"start">
  readonly end: Entry<"end"> | undefined
  readonly isRunning: boolean
  /** Of trainings, by the task's name, in the order of their starts. */
  readonly trainings: ReadonlyMap<string, LoggedTraining>
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(LogEntry))

/** Reads a log's text; a last line that is cut off is left out. Undefined for a text that is no log. */
export const readLog = (text: string, isOfHere: (start: Entry<"start">) => boolean): LoggedRun | undefined => {
  const entries = text.split("\n").flatMap((line) => Option.toArray(decode(line)))
  const [start] = entries
  if (start?.kind !== "start") return undefined
  const trainings = new Map<string, LoggedTraining>()
  for (const entry of entries) {
    if (entry.kind !== "progress" || entry.training === undefined) continue
    const before = trainings.get(entry.task)
    const ended = entry.training.testAccuracy === undefined ? [] : [entry.training]
    trainings.set(entry.task, {
      first: before?.first ?? entry,
      last: entry,
      epochs: [...(before?.epochs ?? []), ...ended]
    })
  }
  const end = entries.find((entry) => entry.kind === "end")
  return { start, end, isRunning: end === undefined && isOfHere(start), trainings }
}

/** A process of another machine is taken at its word: it runs until its log says otherwise. */
const mayRun = ({ host, pid }: Entry<"start">): boolean => host !== hostname() || isAlive(pid)

/** The runs of a study that were written down, the newest last. */
export const readRuns = Effect.fnUntraced(function* (study: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* logFolder(study)
  const names = (yield* Effect.orElseSucceed(fs.readDirectory(folder), () => [])).toSorted()
  const runs = yield* Effect.forEach(names, (name) =>
    fs.readFileString(path.join(folder, name)).pipe(
      Effect.orElseSucceed(() => ""),
      Effect.map((text) => readLog(text, (start) => start.pid !== process.pid && mayRun(start)))
    )
  )
  return runs.filter((run) => run !== undefined)
})
