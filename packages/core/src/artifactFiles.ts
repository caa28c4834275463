import { Effect, FileSystem, Path } from "effect"
import { sha256 } from "./canonicalJson.ts"
import { hashFile } from "./hashFile.ts"
import type { ManifestFile } from "./manifest.ts"

/** Digest of an artifact: of its files' paths and digests, time stamps left out. */
export const digestOf = (files: ReadonlyArray<ManifestFile>): string =>
  sha256(files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(""))

const modifiedOf = ({ mtime }: FileSystem.File.Info): number | undefined =>
  mtime._tag === "Some" ? mtime.value.getTime() : undefined

/** Every file below a folder, in order of its path. */
export const filesBelow = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = (yield* fs.readDirectory(folder, { recursive: true })).toSorted()
  const files: Array<ManifestFile> = []
  for (const name of names) {
    const at = path.join(folder, name)
    const info = yield* fs.stat(at)
    if (info.type !== "File") continue
    files.push({
      path: name,
      bytes: Number(info.size),
      modified: modifiedOf(info) ?? 0,
      sha256: yield* hashFile(at)
    })
  }
  return files
})

/**
 * Undefined when a file holds what the manifest says, else what is wrong with it.
 *
 * A file whose time stamp alone differs (it was copied, or came from a cache) gets its own back once its bytes were seen
 * to be right, so that they are read once.
 *
 * @param verify reads every byte, else only where size or time stamp differ
 */
export const fileFault = Effect.fnUntraced(function* (folder: string, file: ManifestFile, verify: boolean) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const at = path.join(folder, file.path)
  const info = yield* fs.stat(at).pipe(Effect.option)
  if (info._tag === "None") return `${at} is missing`
  if (Number(info.value.size) !== file.bytes) return `${at} has ${info.value.size} bytes instead of ${file.bytes}`
  if (!verify && modifiedOf(info.value) === file.modified) return undefined
  if ((yield* hashFile(at)) !== file.sha256) return `${at} does not have the SHA-256 that its manifest states`
  const stamp = new Date(file.modified)
  if (modifiedOf(info.value) !== file.modified) yield* Effect.ignore(fs.utimes(at, stamp, stamp))
  return undefined
})
