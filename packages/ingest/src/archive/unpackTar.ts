import { pipeline, Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Effect, FileSystem, Stream } from "effect"
import tar from "tar-stream"
import type { IngestError } from "../ingestError.ts"
import { unreadable } from "../sourceFile.ts"
import { ArchiveFault, archiveError, checkRatio, safeName } from "./archiveFault.ts"
import type { Member } from "./unpack.ts"

/** A stage of a pipeline that is told how many bytes go through. */
const watch = (tell: (length: number) => void) =>
  async function* (chunks: AsyncIterable<unknown>) {
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      tell(chunk.length)
      yield chunk
    }
  }

/**
 * The plain files in a `.tar.gz`, in the order of the archive. The next comes when one was read or passed over.
 *
 * @errors FileUnreadable, ArchiveDamaged, ArchiveRefused
 */
export const tarMembers = (archive: string): Stream.Stream<Member, IngestError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const bytes = fs.stream(archive, { chunkSize: 2 ** 18 }).pipe(Stream.mapError(unreadable(archive)))
    const source = yield* Stream.toAsyncIterableEffect(bytes)
    let packed = 0
    let unpacked = 0
    const extract = tar.extract()
    const input = Readable.from(source, { objectMode: false })
    // What goes wrong in a stage destroys `extract` with the error, which its reader then meets.
    pipeline(
      input,
      watch((length) => {
        packed += length
      }),
      createGunzip({ chunkSize: 2 ** 18 }),
      watch((length) => {
        unpacked += length
        checkRatio(packed, unpacked)
      }),
      extract,
      () => {}
    )
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        input.destroy()
        extract.destroy()
      })
    )
    return Stream.fromAsyncIterable(extract, archiveError(archive)).pipe(
      Stream.mapEffect((entry) =>
        Effect.try({
          try: (): ReadonlyArray<Member> => {
            const { name, type } = entry.header
            const base = safeName(name)
            if (type === "symlink" || type === "link") throw new ArchiveFault(`has the link ${JSON.stringify(base)}`)
            if (type === "file") {
              const bytes = Stream.fromAsyncIterable(entry as AsyncIterable<Uint8Array>, archiveError(archive))
              return [{ name: base, bytes, skip: Stream.runDrain(bytes) }]
            }
            entry.resume()
            return []
          },
          catch: archiveError(archive)
        })
      ),
      Stream.flattenIterable
    )
  }).pipe(Stream.unwrap)
