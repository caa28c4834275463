import { Effect, FileSystem, Option, Path, Schema } from "effect"
import { bindingPath, libraryLink } from "./binding.ts"
import { fileError } from "./fileErrors.ts"
import { libraryNames } from "./librarySource.ts"
import type { NativeError } from "./nativeError.ts"

const Stamp = Schema.fromJsonString(
  Schema.Struct({
    digest: Schema.String,
    source: Schema.String,
    tensorflowVersion: Schema.String,
    computesOn: Schema.Literals(["CPU", "GPU"]),
    libraryDirectory: Schema.String,
    files: Schema.Array(Schema.Struct({ path: Schema.String, bytes: Schema.String, modified: Schema.String }))
  })
)
type Stamp = typeof Stamp.Type

/** What is in place in tfjs-node-gpu's folder, as its stamp says. The stamp is written last, after the self-test. */
export type Installation = Omit<Stamp, "files">

/** Lies in tfjs-node-gpu's folder, so it goes where that goes (`npm ci`). */
const stampFile = ".ebcle-native.json"

type FileServices = FileSystem.FileSystem | Path.Path

const fingerprint = (packageDirectory: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const libraries = yield* Effect.filter(
      libraryNames.map((name) => path.join(packageDirectory, libraryLink, name)),
      (file) => fs.exists(file)
    )
    return yield* Effect.forEach([path.join(packageDirectory, bindingPath), ...libraries], (file) =>
      Effect.map(fs.stat(file), ({ size, mtime }) => ({
        path: file,
        bytes: String(size),
        modified: Option.match(mtime, { onNone: () => "", onSome: (date) => date.toISOString() })
      }))
    )
  })

/** The tested installation in this folder, or undefined where there is none or a file of it has changed since. */
export const readInstallation = (
  packageDirectory: string
): Effect.Effect<Installation | undefined, never, FileServices> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const text = yield* fs.readFileString(path.join(packageDirectory, stampFile))
    const { files, ...installation } = yield* Schema.decodeUnknownEffect(Stamp)(text)
    const now = yield* fingerprint(packageDirectory)
    return JSON.stringify(files) === JSON.stringify(now) ? installation : undefined
  }).pipe(Effect.orElseSucceed(() => undefined))

/** Declares what is in place tested and ready. */
export const stampInstallation = (
  packageDirectory: string,
  installation: Installation
): Effect.Effect<void, NativeError, FileServices> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const files = yield* fingerprint(packageDirectory)
    yield* replaceFile(path.join(packageDirectory, stampFile), (temporary) =>
      fs.writeFileString(temporary, JSON.stringify({ ...installation, files } satisfies Stamp))
    )
  }).pipe(Effect.mapError(packageError(packageDirectory)))

/** Puts a binding and a link to a library folder where tfjs-node-gpu looks; unstamped until its test has passed. */
export const placeInstallation = (
  packageDirectory: string,
  binding: string,
  libraryDirectory: string
): Effect.Effect<void, NativeError, FileServices> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const link = path.join(packageDirectory, libraryLink)
    yield* fs.remove(path.join(packageDirectory, stampFile), { force: true })
    // The package's own installer makes a folder of it, which a link cannot replace.
    const isLink = yield* Effect.orElseSucceed(Effect.as(fs.readLink(link), true), () => false)
    if (!isLink) yield* fs.remove(link, { recursive: true, force: true })
    yield* replaceFile(link, (temporary) => fs.symlink(libraryDirectory, temporary))
    yield* replaceFile(path.join(packageDirectory, bindingPath), (temporary) => fs.copyFile(binding, temporary))
  }).pipe(Effect.mapError(packageError(packageDirectory)))

/** Takes away a binding that failed its test, so that loading it fails at once instead of computing nonsense. */
export const removeInstallation = (packageDirectory: string): Effect.Effect<void, never, FileServices> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    yield* fs.remove(path.join(packageDirectory, stampFile), { force: true })
    yield* fs.remove(path.join(packageDirectory, bindingPath), { force: true })
  }).pipe(Effect.ignore)

/** Makes a file or link under a temporary name beside its place and renames it there. */
const replaceFile = <E, R>(target: string, make: (temporary: string) => Effect.Effect<void, E, R>) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    yield* fs.makeDirectory(path.dirname(target), { recursive: true })
    const folder = yield* fs.makeTempDirectoryScoped({ directory: path.dirname(target), prefix: ".ebcle-" })
    const temporary = path.join(folder, path.basename(target))
    yield* make(temporary)
    yield* fs.rename(temporary, target)
  }).pipe(Effect.scoped)

const packageError = (packageDirectory: string) =>
  fileError(packageDirectory, "make node_modules writable for this user and run again")
