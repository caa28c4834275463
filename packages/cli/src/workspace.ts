import process from "node:process"
import { Effect, FileSystem, Option, Path } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** The folder that studies and artifacts are looked for in: the nearest one above with an nx.json, else the current one. */
export const workspaceRoot = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  let folder = process.cwd()
  while (!(yield* fs.exists(path.join(folder, "nx.json")))) {
    const parent = path.dirname(folder)
    if (parent === folder) return process.cwd()
    folder = parent
  }
  return folder
})

/** The commit that is checked out, or null where there is none. */
export const currentCommit = (folder: string) =>
  Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    const text = yield* spawner.string(ChildProcess.make("git", ["rev-parse", "HEAD"], { cwd: folder }))
    return /^[0-9a-f]{40,64}$/.test(text.trim()) ? text.trim() : null
  }).pipe(Effect.option, Effect.map(Option.getOrElse(() => null)))
