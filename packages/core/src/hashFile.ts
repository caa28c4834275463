import { createHash } from "node:crypto"
import { Effect, FileSystem, Stream } from "effect"

/** SHA-256 of a file in hexadecimal, read in chunks. */
export const hashFile = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  const hash = createHash("sha256")
  yield* fs
    .stream(file, { chunkSize: 1 << 20 })
    .pipe(Stream.runForEach((bytes) => Effect.sync(() => hash.update(bytes))))
  return hash.digest("hex")
})
