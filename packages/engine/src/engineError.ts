import { Schema } from "effect"

/** What an engine fails with. `message` is one line: what was wrong, where and the cure. */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  reason: Schema.Literals([
    "NativeLibraryMissing",
    "BackendMissing",
    "ModuleInvalid",
    "RunFailed",
    "KernelMissing",
    "OutOfMemory",
    "TimesUnavailable",
    "WrongBinding"
  ]),
  message: Schema.String
}) {}

/** What TensorFlow says of memory that it does not get, and the node that asked for it. */
const outOfMemory = /OOM when allocating tensor with shape\[[\d,]*\]/
const askingNode = /\{\{node ([^}]+)\}\}/

/** What TensorFlow and TensorFlow.js say of an operation that they cannot compute. */
const missingKernel = /No OpKernel was registered to support Op '(\w+)'|Kernel '(\w+)' not registered for backend/

const whereOf = (text: string): string => {
  const node = askingNode.exec(text)?.[1]
  return node === undefined ? "" : ` in ${node}`
}

/** KernelMissing, if that is what was thrown. */
export const kernelMissing = (library: string, cause: unknown): EngineError | undefined => {
  const text = cause instanceof Error ? cause.message : String(cause)
  const found = missingKernel.exec(text)
  return found === null
    ? undefined
    : new EngineError({
        reason: "KernelMissing",
        message: `${library} has no kernel ${found[1] ?? found[2]}${whereOf(text)}; choose another engine or precision.`
      })
}

/** What a call to a library that threw fails with. */
export const callFailed = (library: string, what: string, cause: unknown): EngineError => {
  const text = cause instanceof Error ? cause.message : String(cause)
  const missing = kernelMissing(library, cause)
  if (missing !== undefined) return missing
  const allocation = outOfMemory.exec(text)?.[0]
  if (allocation === undefined) {
    return new EngineError({ reason: "RunFailed", message: `${library} could not ${what}: ${firstLine(cause)}.` })
  }
  const message = `${library} could not ${what}: ${allocation}${whereOf(text)}.`
  return new EngineError({ reason: "OutOfMemory", message })
}

/** The first line of whatever was thrown. */
export const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0]!.trim()
