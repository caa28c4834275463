import { Effect, Stream } from "effect"
import yauzl from "yauzl"
import type { IngestError } from "../ingestError.ts"
import { ArchiveFault, archiveError, checkRatio, safeName } from "./archiveFault.ts"
import type { Member } from "./unpack.ts"

/** Kind of a member in the upper half of its attributes, where a Unix program wrote the archive. */
const kindMask = 0o170000
const symlink = 0o120000

/**
 * The plain files in a `.zip` or `.npz`, in the order of its directory.
 *
 * @errors ArchiveDamaged, ArchiveRefused
 */
export const zipMembers = (archive: string): Stream.Stream<Member, IngestError> =>
  Effect.gen(function* () {
    const zip = yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: () => yauzl.openPromise(archive, { autoClose: false, decodeStrings: false }),
        catch: archiveError(archive)
      }),
      (zip) => Effect.sync(() => zip.close())
    )
    const open = (entry: yauzl.Entry) =>
      Effect.tryPromise({ try: () => zip.openReadStreamPromise(entry), catch: archiveError(archive) })
    const bytesOf = (entry: yauzl.Entry) =>
      Effect.map(open(entry), (bytes) =>
        Stream.fromAsyncIterable<Uint8Array, IngestError>(bytes, archiveError(archive))
      )
    return Stream.fromAsyncIterable(zip.eachEntry(), archiveError(archive)).pipe(
      Stream.mapEffect((entry) =>
        Effect.try({
          try: (): ReadonlyArray<Member> => {
            // Bytes, since its strings would be checked by rules and messages of yauzl's own.
            const base = safeName(Buffer.from(entry.fileName).toString("utf8"))
            if (((entry.externalFileAttributes >>> 16) & kindMask) === symlink) {
              throw new ArchiveFault(`has the link ${JSON.stringify(base)}`)
            }
            checkRatio(entry.compressedSize, entry.uncompressedSize)
            return base === "" ? [] : [{ name: base, bytes: Stream.unwrap(bytesOf(entry)), skip: Effect.void }]
          },
          catch: archiveError(archive)
        })
      ),
      Stream.flattenIterable
    )
  }).pipe(Stream.unwrap)
