import process from "node:process"
import { Cause, Effect } from "effect"
import { CliError as ParseError } from "effect/cli"
import { say } from "./say.ts"

/** Exit codes: 2 for bad input, 3 for a missing part of the machine, 1 for a defect. */
const codes = { input: 2, machine: 3, defect: 1 } as const

const machineReasons = new Set<unknown>(["NativeLibraryMissing", "BackendMissing", "NotReady"])

/** Errors that the user's machine causes, by tag and reason; other errors of ours come from what they gave us. */
const isOfMachine = (error: { readonly _tag: string; readonly reason?: unknown }): boolean =>
  error._tag === "NativeError" || machineReasons.has(error.reason)

const isOurs = (error: unknown): error is { readonly _tag: string; readonly message: string } =>
  error instanceof Error && "_tag" in error && typeof error._tag === "string"

/** Says in one line what failed (a defect with its trace), and sets the exit code. */
export const reportFailure = (cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.gen(function* () {
    const error = Cause.squash(cause)
    if (Cause.hasInterruptsOnly(cause)) {
      process.exitCode = 130
    } else if (ParseError.isCliError(error)) {
      // The command line has been explained where it was parsed; plain --help is not an error.
      process.exitCode = error._tag === "ShowHelp" && error.errors.length === 0 ? 0 : codes.input
    } else if (isOurs(error)) {
      yield* say(`ebcle: ${error.message}`)
      process.exitCode = isOfMachine(error) ? codes.machine : codes.input
    } else {
      yield* say(Cause.pretty(cause))
      process.exitCode = codes.defect
    }
  })
