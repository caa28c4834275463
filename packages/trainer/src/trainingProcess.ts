import process from "node:process"
import { fileURLToPath } from "node:url"
import { reportProgress } from "@ebcle/core"
import { Effect, Fiber, FileSystem, Path, type PlatformError, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { ChildMessage, type ChildTask } from "./childMessage.ts"
import { engineEnvironment } from "./engineChoice.ts"
import { StallLimit } from "./stallLimit.ts"
import { type ProcessEnd, suddenEnd } from "./suddenEnd.ts"
import { TrainerError } from "./trainerError.ts"

const decodeMessage = Schema.decodeUnknownEffect(Schema.fromJsonString(ChildMessage))
const entry = fileURLToPath(new URL("child.js", import.meta.url))

/** What the child said last: all that counts, if it is what was wanted or a failure. */
type LastWord = Extract<ChildMessage, { readonly kind: ChildTask["wants"] | "failure" }>

/** A process that a signal ended has no exit code, and the signal's name is in words only. */
const signalOf = ({ reason }: PlatformError.PlatformError): ProcessEnd => ({
  signal: /SIG[A-Z0-9]+/.exec(String(reason.cause))?.[0] ?? "a signal"
})

/** A defect of the child's with its trace, which says more than one from here. */
const childDefect = (trace: string): Error =>
  Object.assign(new Error(`in the training process: ${trace.split(/\n +at /, 1)[0]}`), { stack: trace })

/**
 * Trains, or does what else is wanted, in a process of its own, passes on what it says meanwhile, and gives its last word. Interrupted, it lets the
 * process keep a checkpoint, and kills it if that takes longer than 5 s; so also when it hangs.
 *
 * @param name of the training, in errors
 * @errors TrainerError; what is none in the child is a defect here too
 */
export const trainingProcess = Effect.fnUntraced(function* <T extends ChildTask>(
  task: T,
  name: string
): Effect.fn.Return<
  Extract<ChildMessage, { readonly kind: T["wants"] }>,
  TrainerError,
  FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner
> {
  const last = yield* Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    const temporary = yield* fs.makeTempDirectoryScoped({ prefix: "ebcle-train-" })
    const taskFile = path.join(temporary, "task.json")
    yield* fs.writeFileString(taskFile, JSON.stringify(task))
    const child = yield* spawner.spawn(
      ChildProcess.make(process.execPath, [entry, taskFile], {
        env: engineEnvironment(task.engine),
        extendEnv: true,
        forceKillAfter: "5 seconds"
      })
    )
    const errors = yield* child.stderr.pipe(
      Stream.decodeText(),
      Stream.runFold(
        () => "",
        (text: string, more: string) => `${text}${more}`.slice(-4000)
      ),
      Effect.forkChild
    )
    let last: LastWord | undefined
    const limit = yield* StallLimit
    const stalled = new TrainerError({
      reason: "Stalled",
      message: `${name}: the training process said nothing for ${limit} s and was ended; run the same command again to go on from its last checkpoint.`
    })
    yield* child.stdout.pipe(
      Stream.timeoutOrElse({ duration: limit * 1000, orElse: () => Stream.fail(stalled) }),
      Stream.decodeText(),
      Stream.splitLines,
      Stream.mapEffect((line) => decodeMessage(line)),
      Stream.runForEach((message) => {
        if (message.kind === "progress") return reportProgress(message.report)
        if (message.kind === "note") return Effect.logWarning(`${name}: ${message.text}`)
        last = message
        return Effect.void
      })
    )
    const end = yield* child.exitCode.pipe(
      Effect.map((code): ProcessEnd => ({ code })),
      Effect.catch((error) => Effect.succeed(signalOf(error)))
    )
    return last ?? (yield* suddenEnd(name, end, yield* Fiber.join(errors)))
  }).pipe(
    Effect.scoped,
    Effect.catchTags({
      PlatformError: ({ message }) =>
        new TrainerError({
          reason: "ProcessFailed",
          message: `${name}: ${message.replaceAll(/\s+/g, " ")}; run again.`
        }),
      SchemaError: Effect.die
    })
  )
  // The child answers what it was asked for.
  if (last.kind !== "failure") return last as Extract<ChildMessage, { readonly kind: T["wants"] }>
  return yield* last.reason === null
    ? Effect.die(childDefect(last.message))
    : new TrainerError({ reason: last.reason, message: last.message })
})
