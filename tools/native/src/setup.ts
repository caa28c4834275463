import { Effect, FileSystem, Path } from "effect"
import { bindingPath, libraryLink, readBindingSource } from "./binding.ts"
import { cacheDirectory } from "./cacheDirectory.ts"
import { withCacheLock } from "./cacheLock.ts"
import { fileError } from "./fileErrors.ts"
import { HostSystem } from "./hostSystem.ts"
import { findCompiler } from "./hostTools.ts"
import { type Inspection, type InspectOptions, inspect, type NativeServices } from "./inspect.ts"
import { type Installation, placeInstallation, removeInstallation, stampInstallation } from "./installation.ts"
import { discardBinding, ensureLibrary, findBinding, makeBinding, removeLeftovers } from "./nativeCache.ts"
import { NativeError } from "./nativeError.ts"
import { selfTest } from "./selfTest.ts"

/** What to set up, and whom to tell. */
export interface SetupOptions extends InspectOptions {
  /** Told what is being done, one line at a time. */
  readonly onStep?: ((message: string) => Effect.Effect<void>) | undefined
}

/** A native library that is in place and has passed its test. */
export interface NativeStatus {
  readonly tensorflowVersion: string
  /** Where it computed the self-test. */
  readonly computesOn: "CPU" | "GPU"
  /** The wheel or the folder that it comes from. */
  readonly source: string
  readonly libraryDirectory: string
  readonly packageDirectory: string
  /** False where everything was in place already. */
  readonly changed: boolean
}

/**
 * Makes `require("@tensorflow/tfjs-node-gpu")` work on the TensorFlow that `native.lock.json` pins: fetches, checks and unpacks the
 * library into the cache, compiles the binding, puts both in place and tests them by a matrix product in a process of its own.
 *
 * A repeated call returns at once. Two calls at once, in one clone or in several that share a cache, do the work once. A call
 * that is killed leaves nothing half-made in use: everything is made aside and renamed, and the stamp that says "ready" comes last.
 *
 * Fails with a {@link NativeError} whose one line names the cure.
 */
export const setup = (options: SetupOptions = {}): Effect.Effect<NativeStatus, NativeError, NativeServices> =>
  Effect.gen(function* () {
    const before = yield* inspect(options)
    if (before.installed !== undefined) return toStatus(before.packageDirectory, before.installed, false)
    const onStep = options.onStep ?? (() => Effect.void)
    const fs = yield* FileSystem.FileSystem
    const cache = (yield* Path.Path).join(yield* cacheDirectory, "native")
    yield* Effect.mapError(
      fs.makeDirectory(cache, { recursive: true }),
      fileError(cache, "set EBCLE_CACHE_DIR to a folder that you may write")
    )
    const onWait = (processId: number) => onStep(`waiting for another set-up (process ${processId})`)
    return yield* withCacheLock(
      cache,
      { onWait },
      Effect.gen(function* () {
        const inspection = yield* inspect(options)
        const { packageDirectory, installed } = inspection
        if (installed !== undefined) return toStatus(packageDirectory, installed, false)
        return toStatus(packageDirectory, yield* install(cache, inspection, onStep), true)
      })
    )
  })

const install = (
  cache: string,
  { packageDirectory, lock, source }: Inspection,
  onStep: (message: string) => Effect.Effect<void>
): Effect.Effect<Installation, NativeError, NativeServices> =>
  Effect.gen(function* () {
    const path = yield* Path.Path
    yield* removeLeftovers(cache)
    const bindingSource = yield* readBindingSource(packageDirectory, source)
    const testAndStamp = (libraryDirectory: string, cure: string) =>
      Effect.gen(function* () {
        yield* onStep("testing TensorFlow with a matrix product")
        const tested = yield* selfTest(packageDirectory, cure)
        const installation = { ...tested, digest: bindingSource.digest, source: source.name, libraryDirectory }
        yield* stampInstallation(packageDirectory, installation)
        return installation
      })
    if (source.kind === "ownInstaller") {
      yield* requireOwnInstallation(packageDirectory)
      return yield* testAndStamp(path.join(packageDirectory, libraryLink), `run "${ownInstaller}" again`)
    }
    const binding = yield* findBinding(cache, bindingSource)
    // Looked for before anything large is fetched.
    const compiler = binding.exists ? undefined : yield* findCompiler
    const libraryDirectory =
      source.kind === "folder"
        ? source.folder
        : yield* ensureLibrary({ cache, source, pythonVersion: lock.python, onStep })
    if (compiler !== undefined) {
      yield* onStep("compiling the binding of tfjs-node-gpu")
      yield* makeBinding({ cache, source: bindingSource, libraryDirectory, compiler })
    }
    yield* placeInstallation(packageDirectory, binding.file, libraryDirectory)
    return yield* testAndStamp(libraryDirectory, `remove ${cache} and run the set-up again`).pipe(
      Effect.tapError(() => Effect.andThen(removeInstallation(packageDirectory), discardBinding(binding.file)))
    )
  })

const ownInstaller = "npm rebuild @tensorflow/tfjs-node-gpu --ignore-scripts=false"

const requireOwnInstallation = (packageDirectory: string): Effect.Effect<void, NativeError, NativeServices> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    if (yield* Effect.orElseSucceed(fs.exists(path.join(packageDirectory, bindingPath)), () => false)) return
    const { platform, arch } = yield* HostSystem
    return yield* new NativeError({
      reason: "UnsupportedPlatform",
      problem: `${platform}-${arch}: the pinned TensorFlow is for linux-x64`,
      cure: `use Linux (a container, WSL), set EBCLE_TENSORFLOW_DIR, or run "${ownInstaller}" for the library of tfjs-node-gpu's own installer and then this again`
    })
  })

const toStatus = (
  packageDirectory: string,
  { tensorflowVersion, computesOn, source, libraryDirectory }: Installation,
  changed: boolean
): NativeStatus => ({ tensorflowVersion, computesOn, source, libraryDirectory, packageDirectory, changed })
