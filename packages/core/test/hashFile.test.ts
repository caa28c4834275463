import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { sha256 } from "../src/canonicalJson.ts"
import { hashFile } from "../src/hashFile.ts"
import { platform } from "./platform.ts"

describe("hashFile", () => {
  // 1 MiB is the size of a chunk.
  it.effect.each([0, 1, (1 << 20) - 1, 1 << 20, (1 << 21) + 7])("hashes a file of %i bytes", (size) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const file = path.join(yield* fs.makeTempDirectoryScoped(), "bytes")
      const bytes = Uint8Array.from({ length: size }, (_, i) => i * 31)
      yield* fs.writeFile(file, bytes)
      assert.strictEqual(yield* hashFile(file), sha256(bytes))
    }).pipe(Effect.provide(platform))
  )

  it.effect("fails for a file that is not there", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(hashFile("no-such-file"))
      assert.strictEqual(error.reason._tag, "NotFound")
    }).pipe(Effect.provide(platform))
  )
})
