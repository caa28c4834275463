import { Effect, FileSystem, Path } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { type BindingSource, bindingPath, compileBinding } from "./binding.ts"
import { fetchWheels } from "./fetchWheels.ts"
import { fileError } from "./fileErrors.ts"
import type { HostTool } from "./hostTools.ts"
import { isComplete } from "./libraryManifest.ts"
import type { LibrarySource } from "./librarySource.ts"
import type { NativeError } from "./nativeError.ts"

type Services = FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner

const scratchPrefix = "partial-"

const cacheError = (folder: string) => fileError(folder, "set EBCLE_CACHE_DIR to a folder that you may write")

/** The cache's folder of unpacked wheels, which keep their layout: `tensorflow` and, for a GPU, `nvidia` beside it. */
export const ensureLibrary = (request: {
  readonly cache: string
  readonly source: Extract<LibrarySource, { kind: "wheels" }>
  readonly pythonVersion: string
  readonly onStep: (message: string) => Effect.Effect<void>
}): Effect.Effect<string, NativeError, Services> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { cache, source, pythonVersion, onStep } = request
    const folder = path.join(cache, `library-${source.digest.slice(0, 16)}`)
    const libraryDirectory = path.join(folder, "tensorflow")
    if (yield* isComplete(folder)) return libraryDirectory
    const scratch = yield* scratchDirectory(cache)
    const target = path.join(scratch, "library")
    yield* Effect.mapError(fs.makeDirectory(target), cacheError(cache))
    yield* fetchWheels({ wheels: source.wheels, pythonVersion, scratch, target, onStep })
    yield* replaceFolder(target, folder, path.join(scratch, "damaged"))
    return libraryDirectory
  }).pipe(Effect.scoped)

/** Where the cache keeps the binding that these sources compile to, and whether it is there. */
export const findBinding = (
  cache: string,
  source: BindingSource
): Effect.Effect<{ readonly file: string; readonly exists: boolean }, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const file = path.join(cache, `binding-${source.digest.slice(0, 16)}`, path.basename(bindingPath))
    return { file, exists: yield* Effect.orElseSucceed(fs.exists(file), () => false) }
  })

/** Compiles these sources against a library into the cache's file for them. */
export const makeBinding = (request: {
  readonly cache: string
  readonly source: BindingSource
  readonly libraryDirectory: string
  readonly compiler: HostTool
}): Effect.Effect<void, NativeError, Services> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { cache, source, libraryDirectory, compiler } = request
    const { file } = yield* findBinding(cache, source)
    const scratch = yield* scratchDirectory(cache)
    const target = path.join(scratch, "binding")
    yield* Effect.mapError(fs.makeDirectory(target), cacheError(cache))
    yield* compileBinding(compiler, source, libraryDirectory, path.join(target, path.basename(file)))
    yield* replaceFolder(target, path.dirname(file), path.join(scratch, "damaged"))
  }).pipe(Effect.scoped)

/** Forgets a compiled binding, so that the next set-up compiles it again. */
export const discardBinding = (binding: string): Effect.Effect<void, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    yield* fs.remove(path.dirname(binding), { recursive: true, force: true })
  }).pipe(Effect.ignore)

/**
 * Removes what killed set-ups have left half-made. To be called by the holder of the cache's lock only. What cannot be removed yet (a
 * killed set-up's pip may still be writing there) stays until the next time.
 */
export const removeLeftovers = (cache: string): Effect.Effect<void, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const leftovers = (yield* fs.readDirectory(cache)).filter((name) => name.startsWith(scratchPrefix))
    yield* Effect.forEach(leftovers, (name) =>
      Effect.ignore(fs.remove(path.join(cache, name), { recursive: true, force: true }))
    )
  }).pipe(Effect.ignore)

const scratchDirectory = (cache: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    return yield* fs.makeTempDirectoryScoped({ directory: cache, prefix: scratchPrefix })
  }).pipe(Effect.mapError(cacheError(cache)))

/** Renames a finished folder into its place; what stood there was incomplete and goes aside. */
const replaceFolder = (finished: string, place: string, aside: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    if (yield* fs.exists(place)) yield* fs.rename(place, aside)
    yield* fs.rename(finished, place)
  }).pipe(Effect.mapError(cacheError(place)))
