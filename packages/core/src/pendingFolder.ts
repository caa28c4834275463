import process from "node:process"
import { Effect, FileSystem, Path } from "effect"
import { lockSuffix } from "./exclusively.ts"
import { isAlive } from "./isAlive.ts"

/** Where unfinished artifacts are written; beside the finished ones, so that a rename is enough to publish them. */
export const pendingName = ".pending"

/** A folder of this process alone below `root`, removed with the scope if it is still there. */
export const temporaryFolder = Effect.fnUntraced(function* (root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const parent = path.join(root, pendingName)
  yield* fs.makeDirectory(parent, { recursive: true })
  return yield* Effect.acquireRelease(
    fs.makeTempDirectory({ directory: parent, prefix: `${process.pid}-` }),
    (folder) => fs.remove(folder, { recursive: true, force: true }).pipe(Effect.ignore)
  )
})

/**
 * Removes what killed processes left unfinished in a folder below `root`, whose names begin with their numbers.
 *
 * @param rescue sees each folder before
 */
export const removeAbandoned = Effect.fnUntraced(function* <R = never>(
  root: string,
  name = pendingName,
  rescue: (folder: string) => Effect.Effect<void, never, R> = () => Effect.void
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const parent = path.join(root, name)
  const names = yield* fs.readDirectory(parent).pipe(Effect.orElseSucceed(() => []))
  for (const name of names) {
    const pid = Number.parseInt(name, 10)
    if (name.endsWith(lockSuffix) || (Number.isInteger(pid) && isAlive(pid))) continue
    const abandoned = path.join(parent, name)
    yield* rescue(abandoned)
    yield* fs.remove(abandoned, { recursive: true, force: true }).pipe(Effect.ignore)
  }
})
