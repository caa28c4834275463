import { Effect, FileSystem, Path, Schema } from "effect"
import { fileError } from "./fileErrors.ts"
import type { NativeError } from "./nativeError.ts"

const UnpackedFile = Schema.Struct({ path: Schema.String, bytes: Schema.Int })

/** What `unpack.py` prints and `manifest.json` holds: every unpacked file with its size. */
export const UnpackedFiles = Schema.fromJsonString(Schema.Array(UnpackedFile))
export type LibraryManifest = ReadonlyArray<typeof UnpackedFile.Type>

const manifestFile = "manifest.json"

/** Written last, so that a folder without it is not complete. */
export const writeManifest = (
  folder: string,
  files: LibraryManifest
): Effect.Effect<void, NativeError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    yield* fs.writeFileString(path.join(folder, manifestFile), JSON.stringify(files))
  }).pipe(Effect.mapError(fileError(folder, "set EBCLE_CACHE_DIR to a folder that you may write")))

/** Whether a cached folder still holds every file that was unpacked into it, each with its full size. */
export const isComplete = (folder: string): Effect.Effect<boolean, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const text = yield* fs.readFileString(path.join(folder, manifestFile))
    const files = yield* Schema.decodeUnknownEffect(UnpackedFiles)(text)
    const sizes = yield* Effect.forEach(files, (file) => fs.stat(path.join(folder, file.path)))
    return files.every(({ bytes }, index) => sizes[index]?.size === BigInt(bytes))
  }).pipe(Effect.orElseSucceed(() => false))
