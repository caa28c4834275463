import { Schema } from "effect"

/** What an engine fails with. `message` is one line: what was wrong, where and the cure. */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  reason: Schema.Literals(["NativeLibraryMissing", "ModuleInvalid", "RunFailed", "OutOfMemory", "WrongBinding"]),
  message: Schema.String
}) {}

/** What TensorFlow says of memory that it does not get, and the node that asked for it. */
const outOfMemory = /OOM when allocating tensor with shape\[[\d,]*\]/
const askingNode = /\{\{node ([^}]+)\}\}/

/** What a call to a library that threw fails with. */
export const callFailed = (library: string, what: string, cause: unknown): EngineError => {
  const text = cause instanceof Error ? cause.message : String(cause)
  const allocation = outOfMemory.exec(text)?.[0]
  if (allocation === undefined) {
    return new EngineError({ reason: "RunFailed", message: `${library} could not ${what}: ${firstLine(cause)}.` })
  }
  const node = askingNode.exec(text)?.[1]
  const where = node === undefined ? "" : ` in ${node}`
  return new EngineError({ reason: "OutOfMemory", message: `${library} could not ${what}: ${allocation}${where}.` })
}

/** The first line of whatever was thrown. */
export const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0]!.trim()
