import process from "node:process"
import { Effect, FileSystem, Path } from "effect"

/** Whether a process of this number runs: one that does answers signal 0, if only to say that it is not ours. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/**
 * The file that this process fetches into: `<target>.partial-<pid>`. What a process that runs no more has left of the
 * same target is taken over, by a rename, so that only one goes on with it.
 */
export const partialFile = Effect.fnUntraced(function* (target: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const prefix = `${path.basename(target)}.partial-`
  const folder = path.dirname(target)
  const own = path.join(folder, `${prefix}${process.pid}`)
  if (yield* fs.exists(own)) return own
  for (const name of yield* fs.readDirectory(folder)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue
    const taken = yield* fs.rename(path.join(folder, name), own).pipe(
      Effect.as(true),
      Effect.orElseSucceed(() => false)
    )
    if (taken) break
  }
  return own
})
