import { Effect, FileSystem, Path } from "effect"
import { HostSystem } from "./hostSystem.ts"

/** The bytes of all files below a folder; 0 where there is none. */
export const folderBytes = (folder: string): Effect.Effect<number, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const names = yield* Effect.orElseSucceed(fs.readDirectory(folder, { recursive: true }), (): Array<string> => [])
    const sizes = yield* Effect.forEach(names, (name) =>
      fs.stat(path.join(folder, name)).pipe(
        Effect.map(({ type, size }) => (type === "File" ? Number(size) : 0)),
        Effect.orElseSucceed(() => 0)
      )
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  })

/** The free bytes on the disk that the folder lies on, or will lie on once it is made. */
export const freeBytesAbove = (
  folder: string
): Effect.Effect<number | undefined, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const host = yield* HostSystem
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    let existing = folder
    while (!(yield* Effect.orElseSucceed(fs.exists(existing), () => false)) && path.dirname(existing) !== existing) {
      existing = path.dirname(existing)
    }
    return yield* host.freeBytes(existing)
  })
