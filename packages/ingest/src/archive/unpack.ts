import { Effect, FileSystem, Path, Stream } from "effect"
import { fileError, type IngestError, unwritable } from "../ingestError.ts"
import { openRandomAccess } from "../randomAccess.ts"
import { isArchive } from "./archiveFault.ts"
import { tarMembers } from "./unpackTar.ts"
import { zipMembers } from "./unpackZip.ts"

/** A plain file in an archive, by its base name; it is read once or skipped before the next one. */
export interface Member {
  readonly name: string
  readonly bytes: Stream.Stream<Uint8Array, IngestError>
  readonly skip: Effect.Effect<void, IngestError>
}

const membersOf = Effect.fnUntraced(function* (archive: string) {
  const { read, size } = yield* openRandomAccess(archive)
  const [first, second] = yield* read(0, Math.min(2, size))
  if (first === 0x1f && second === 0x8b) return tarMembers(archive)
  if (first === 0x50 && second === 0x4b) return zipMembers(archive)
  return yield* fileError("ArchiveDamaged", archive, "is neither a .tar.gz nor a .zip; fetch it again.", 0)
}, Effect.scoped)

/**
 * Unpacks the files of these names from a `.tar.gz` or `.zip` into a folder, whatever folder of the archive they lie in.
 * Nothing is written under another name. An archive with names that lead out of it, with links, or that unpacks to
 * more than 100 times its size is refused as a whole; archives within it are not opened.
 *
 * @param wanted base names
 * @returns paths of those that were found, by name
 * @errors FileUnreadable, FileUnwritable, ArchiveDamaged, ArchiveRefused
 */
export const unpack = Effect.fnUntraced(function* (
  archive: string,
  wanted: ReadonlySet<string>,
  folder: string
): Effect.fn.Return<ReadonlyMap<string, string>, IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const found = new Map<string, string>()
  const nested: Array<string> = []
  const take = Effect.fnUntraced(function* ({ bytes, name, skip }: Member) {
    if (!wanted.has(name)) {
      if (isArchive(name)) nested.push(name)
      return yield* skip
    }
    if (found.has(name)) {
      return yield* fileError("ArchiveRefused", archive, `has two members named ${name}; unpack it by hand.`)
    }
    const file = path.join(folder, name)
    found.set(name, file)
    const handle = yield* fs.open(file, { flag: "wx" }).pipe(Effect.mapError(unwritable(file)))
    yield* Stream.runForEach(bytes, (part) => handle.writeAll(part).pipe(Effect.mapError(unwritable(file))))
  }, Effect.scoped)
  yield* Stream.runForEach(yield* membersOf(archive), take)
  if (found.size === 0) {
    const why = nested.length === 0 ? "" : `, only the archive ${nested[0]}; unpack it by hand`
    const names = [...wanted].slice(0, 3).join(", ")
    return yield* fileError("ArchiveRefused", archive, `has no ${names}${why}.`)
  }
  return found
})
