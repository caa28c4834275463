import { createHash } from "node:crypto"
import { Effect, FileSystem, Path } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { HostSystem } from "./hostSystem.ts"
import { NativeError } from "./nativeError.ts"
import { type NativeLock, type WheelSet, type WheelSetName, wheelSetDigest } from "./nativeLock.ts"
import { hasNvidiaDriver } from "./nvidia.ts"

export const libraryNames = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const

/** Where TensorFlow comes from. `digest` is equal exactly where the library's files are. */
export type LibrarySource =
  | { readonly kind: "wheels"; readonly name: string; readonly wheels: WheelSet; readonly digest: string }
  /** An installed `tensorflow` folder that the user named: both libraries, and the headers below `include`. */
  | { readonly kind: "folder"; readonly name: string; readonly folder: string; readonly digest: string }
  /** Where there is no wheel for the platform: whatever tfjs-node-gpu's own installer has put in place. */
  | { readonly kind: "ownInstaller"; readonly name: string; readonly digest: string }

/**
 * The sources that would serve, the preferred one first: the folder in `EBCLE_TENSORFLOW_DIR`; else the wheels for an NVIDIA GPU
 * where its driver is present, else those for the CPU. The GPU build also computes on a CPU, so where one is installed already it
 * serves a machine without a GPU too (a login node and a compute node may share one clone).
 */
export const librarySources = (
  lock: NativeLock,
  build: WheelSetName | undefined
): Effect.Effect<
  readonly [LibrarySource, ...Array<LibrarySource>],
  NativeError,
  FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner
> =>
  Effect.gen(function* () {
    const { environment, platform, arch } = yield* HostSystem
    const folder = environment.EBCLE_TENSORFLOW_DIR
    if (folder) return [yield* folderSource(folder)]
    if (platform !== "linux" || arch !== "x64") {
      return [{ kind: "ownInstaller", name: "tfjs-node-gpu's own library", digest: `${platform}-${arch}` }]
    }
    const wheelSource = (name: WheelSetName): LibrarySource => {
      const wheels = lock.sets[name]
      const [{ name: wheelName, version }] = wheels
      return { kind: "wheels", name: `${wheelName} ${version}`, wheels, digest: wheelSetDigest(wheels) }
    }
    if (build !== undefined) return [wheelSource(build)]
    return (yield* hasNvidiaDriver) ? [wheelSource("cuda")] : [wheelSource("cpu"), wheelSource("cuda")]
  })

const folderSource = (folder: string): Effect.Effect<LibrarySource, NativeError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const absolute = path.resolve(folder)
    yield* fs.access(path.join(absolute, "include", "tensorflow", "c", "c_api.h"))
    const stats = yield* Effect.forEach(libraryNames, (name) => fs.stat(path.join(absolute, name)))
    const identity = stats.map(({ size, mtime }) => [String(size), mtime])
    const digest = createHash("sha256")
      .update(JSON.stringify([absolute, identity]))
      .digest("hex")
    return { kind: "folder", name: `EBCLE_TENSORFLOW_DIR=${folder}`, folder: absolute, digest } as const
  }).pipe(
    Effect.mapError(
      (cause) =>
        new NativeError({
          reason: "FolderInvalid",
          problem: `EBCLE_TENSORFLOW_DIR=${folder}: ${cause.message}`,
          cure: `name the tensorflow folder of a Python installation (it holds ${libraryNames.join(", ")} and include/tensorflow/c/c_api.h)`
        })
    )
  )
