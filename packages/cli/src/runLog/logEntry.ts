import { TrainingFigures } from "@ebcle/core"
import { Schema } from "effect"

const at = { at: Schema.Int.annotate({ description: "Milliseconds since 1970." }) }

/** A line of a run log. */
export const LogEntry = Schema.Union([
  Schema.Struct({
    ...at,
    kind: Schema.Literal("start"),
    pid: Schema.Int,
    host: Schema.String,
    /** Absolute path of the study's file. */
    file: Schema.String,
    command: Schema.String
  }),
  Schema.Struct({
    ...at,
    kind: Schema.Literal("artifact"),
    folder: Schema.String,
    stage: Schema.String,
    state: Schema.String,
    why: Schema.String
  }),
  Schema.Struct({
    ...at,
    kind: Schema.Literal("progress"),
    task: Schema.String,
    done: Schema.Int,
    total: Schema.Int,
    unit: Schema.String,
    training: Schema.optionalKey(TrainingFigures)
  }),
  Schema.Struct({ ...at, kind: Schema.Literal("end"), outcome: Schema.Literals(["done", "failed", "interrupted"]) })
])
export type LogEntry = typeof LogEntry.Type

/** What happened, before it is known when. */
export type LogEvent = LogEntry extends infer E ? (E extends LogEntry ? Omit<E, "at"> : never) : never
