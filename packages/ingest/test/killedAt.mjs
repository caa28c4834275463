import process from "node:process"
import { ArtifactStore } from "@ebcle/core"
import { ingestParams, ingestStage } from "@ebcle/ingest"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, FileSystem, Layer } from "effect"

/**
 * Ingests `cifar10` of the folder `EBCLE_DATA` into a store, and is killed at one of its changes of the disk: before it,
 * or in a write when half of the bytes are there. Usage: node killedAt.mjs STORE CHANGE, from 1; each change is printed
 * when it is reached.
 */
const [root, change] = process.argv.slice(2)
let left = Number(change)

const killed = (name, half) =>
  Effect.suspend(() => {
    process.stdout.write(`${name}\n`)
    left--
    if (left > 0) return Effect.void
    return Effect.andThen(
      half,
      Effect.sync(() => process.kill(process.pid, "SIGKILL"))
    )
  })

const changes = [
  "link",
  "makeDirectory",
  "makeTempDirectory",
  "makeTempDirectoryScoped",
  "makeTempFileScoped",
  "remove",
  "rename",
  "utimes"
]

const mortal = (real) => ({
  ...real,
  ...Object.fromEntries(
    changes.map((name) => [name, (...args) => Effect.andThen(killed(name, Effect.void), real[name](...args))])
  ),
  writeFileString: (file, text, options) =>
    Effect.andThen(
      killed("writeFileString", real.writeFileString(file, text.slice(0, text.length / 2), options)),
      real.writeFileString(file, text, options)
    ),
  open: (path, options) =>
    Effect.map(real.open(path, options), (file) =>
      options?.flag === "w"
        ? Object.assign(Object.create(file), {
            writeAll: (bytes) =>
              Effect.andThen(
                killed("writeAll", file.writeAll(bytes.subarray(0, bytes.length / 2))),
                file.writeAll(bytes)
              )
          })
        : file
    )
})

const disk = Layer.effect(FileSystem.FileSystem, Effect.map(FileSystem.FileSystem, mortal)).pipe(
  Layer.provide(NodeFileSystem.layer)
)
const program = Effect.gen(function* () {
  const params = yield* ingestParams("cifar10")
  const store = yield* ArtifactStore
  yield* store.obtain({ stage: ingestStage, params, inputs: {}, folder: "cifar10/ingest" })
})
const store = ArtifactStore.layer({ root }).pipe(Layer.provideMerge(Layer.merge(disk, NodePath.layer)))
await Effect.runPromise(Effect.provide(program, store))
