import { Effect, type FileSystem, type Path } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { readBindingSource } from "./binding.ts"
import { type Installation, readInstallation } from "./installation.ts"
import { type LibrarySource, librarySources } from "./librarySource.ts"
import type { NativeError } from "./nativeError.ts"
import { type NativeLock, readNativeLock, type WheelSetName } from "./nativeLock.ts"
import { tfjsPackageDirectory } from "./tfjsPackage.ts"

export type NativeServices = FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner

/** What identifies an installation; all by default what this machine and this clone need. */
export interface InspectOptions {
  /** Which build of TensorFlow; by default the one for an NVIDIA GPU where its driver is present, else the one for the CPU. */
  readonly build?: WheelSetName | undefined
  /** The wheels to use; by default those of `native.lock.json`. */
  readonly lock?: NativeLock | undefined
  /** The folder of `@tensorflow/tfjs-node-gpu`; by default the one that Node finds. */
  readonly packageDirectory?: string | undefined
}

/** What an installation has to be for these options on this machine, and what is installed. */
export interface Inspection {
  readonly packageDirectory: string
  readonly lock: NativeLock
  /** To be installed where nothing acceptable is. */
  readonly source: LibrarySource
  readonly installed: Installation | undefined
}

/** Looks without changing anything, which takes milliseconds. */
export const inspect = (options: InspectOptions): Effect.Effect<Inspection, NativeError, NativeServices> =>
  Effect.gen(function* () {
    const packageDirectory = options.packageDirectory ?? (yield* tfjsPackageDirectory)
    const lock = options.lock ?? (yield* readNativeLock)
    const sources = yield* librarySources(lock, options.build)
    const found = yield* readInstallation(packageDirectory)
    const digests = yield* Effect.forEach(sources, (source) => readBindingSource(packageDirectory, source))
    const installed = digests.some(({ digest }) => digest === found?.digest) ? found : undefined
    return { packageDirectory, lock, source: sources[0], installed }
  })
