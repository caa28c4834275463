import { Effect, Option } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** The commit that is checked out, or null where there is none. */
export const currentCommit = (folder: string) =>
  Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    const text = yield* spawner.string(ChildProcess.make("git", ["rev-parse", "HEAD"], { cwd: folder }))
    return /^[0-9a-f]{40,64}$/.test(text.trim()) ? text.trim() : null
  }).pipe(Effect.option, Effect.map(Option.getOrElse(() => null)))
