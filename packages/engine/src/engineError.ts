import { Schema } from "effect"

/** What an engine fails with. `message` is one line: what was wrong, where and the cure. */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  reason: Schema.Literals(["NativeLibraryMissing", "ModuleInvalid", "RunFailed", "WrongBinding"]),
  message: Schema.String
}) {}

/** The first line of whatever was thrown. */
export const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0]!.trim()
