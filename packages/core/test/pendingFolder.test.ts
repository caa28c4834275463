import process from "node:process"
import { assert, it } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { ArtifactStore } from "../src/artifactStore.ts"
import { platform } from "./platform.ts"

it.effect("a store that is opened removes what dead processes left unfinished, and nothing else", () =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const root = yield* fs.makeTempDirectoryScoped()
    const pending = path.join(root, ".pending")
    // Above the largest process number that Linux hands out (2^22).
    for (const name of [`${2 ** 22 + 1}-dead`, `${process.pid}-alive`, "1-alive", "no-number"]) {
      yield* fs.makeDirectory(path.join(pending, name, "inner"), { recursive: true })
    }
    yield* ArtifactStore.pipe(Effect.provide(ArtifactStore.layer({ root })))
    assert.deepStrictEqual((yield* fs.readDirectory(pending)).toSorted(), ["1-alive", `${process.pid}-alive`])
  }).pipe(Effect.provide(platform))
)
