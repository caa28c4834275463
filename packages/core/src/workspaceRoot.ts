import process from "node:process"
import { Effect, FileSystem, Path } from "effect"

/**
 * The folder that studies, datasets and artifacts are looked for in: the nearest one above with an nx.json, else the
 * current one.
 */
export const workspaceRoot: Effect.Effect<string, never, FileSystem.FileSystem | Path.Path> = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  let folder = process.cwd()
  while (!(yield* fs.exists(path.join(folder, "nx.json")).pipe(Effect.orElseSucceed(() => false)))) {
    const parent = path.dirname(folder)
    if (parent === folder) return process.cwd()
    folder = parent
  }
  return folder
})
