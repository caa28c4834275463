import { Effect, FileSystem, Path, type PlatformError } from "effect"
import { temporaryFolder } from "./pendingFolder.ts"

/** In the temporary folder of a replacement: what stepped aside, and the name of its place below the root. */
const [asideName, placeName] = ["old", "place"]

/**
 * Moves a complete folder to its place below `root`, where readers look.
 *
 * A folder cannot be replaced in one step: the old one steps aside, and is removed with the scope. Another process may come
 * between the steps; then there is another old one, or none, and they are taken again. After a kill between them `takeBack`
 * undoes the first.
 */
export const publish = (
  root: string,
  place: string,
  complete: string
): Effect.Effect<void, PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const target = path.join(root, place)
    yield* fs.makeDirectory(path.dirname(target), { recursive: true })
    if (!(yield* fs.exists(target))) return yield* fs.rename(complete, target)
    const temporary = yield* temporaryFolder(root)
    const aside = path.join(temporary, asideName)
    yield* fs.writeFileString(path.join(temporary, placeName), place)
    yield* fs.rename(target, aside)
    yield* Effect.tapError(fs.rename(complete, target), () => Effect.ignore(fs.rename(aside, target)))
  }).pipe(Effect.retry({ times: 9 }), Effect.scoped)

/** Puts back what a killed process had moved aside in its temporary folder, unless its place is taken. */
export const takeBack = (
  root: string,
  temporary: string
): Effect.Effect<void, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const target = path.join(root, yield* fs.readFileString(path.join(temporary, placeName)))
    // A rename onto a folder that is there would fail, but for an empty one.
    if (!(yield* fs.exists(target))) yield* fs.rename(path.join(temporary, asideName), target)
  }).pipe(Effect.ignore)
