import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { ArtifactStore, Progress } from "@ebcle/core"
import { afterAll, assert, beforeAll, layer } from "@effect/vitest"
import { Effect, Fiber, FileSystem, Latch, Layer, PlatformError } from "effect"
import { TestClock } from "effect/testing"
import { ingestDataset } from "../src/ingestDataset.ts"
import { ingestParams, ingestStage } from "../src/ingestStage.ts"
import { cifar10 } from "../src/namedDatasets.ts"
import { platform, readSplit } from "./platform.ts"

/** A data folder in which `cifar10` is the first images of it. */
const data = mkdtempSync(join(tmpdir(), "ebcle-data-"))
const named = process.env.EBCLE_DATA
const batch = join(data, "cifar-10-batches-bin", "data_batch_2.bin")
const first = (name: string) => fileURLToPath(new URL(`../../../test-data/cifar-10-first/${name}`, import.meta.url))
beforeAll(() => {
  process.env.EBCLE_DATA = data
  mkdirSync(join(data, "cifar-10-batches-bin"))
  for (const name of ["data_batch_1.bin", "test_batch.bin"]) {
    copyFileSync(first(name), join(data, "cifar-10-batches-bin", name))
  }
})
afterAll(() => {
  rmSync(data, { recursive: true })
  if (named === undefined) delete process.env.EBCLE_DATA
  else process.env.EBCLE_DATA = named
})

/** A disk on which so many bytes of Arrow files have room. */
const diskOf = (room: number) =>
  Layer.effect(
    FileSystem.FileSystem,
    Effect.map(FileSystem.FileSystem, (real): FileSystem.FileSystem => {
      let left = room
      const full = PlatformError.systemError({
        _tag: "Unknown",
        module: "FileSystem",
        method: "write",
        description: "ENOSPC"
      })
      return {
        ...real,
        open: (path, options) =>
          Effect.map(real.open(path, options), (file) =>
            path.endsWith(".arrow") && options?.flag === "w"
              ? Object.assign(Object.create(file), {
                  writeAll: (bytes: Uint8Array) => {
                    left -= bytes.length
                    return left < 0 ? Effect.fail(full) : file.writeAll(bytes)
                  }
                })
              : file
          )
      }
    })
  ).pipe(Layer.provide(platform))

const request = Effect.map(ingestParams("cifar10"), (params) => ({
  stage: ingestStage,
  params,
  inputs: {},
  folder: "cifar10/ingest"
}))

const storeAt = (root: string) => ArtifactStore.layer({ root })

/** Images of the training split in a store, and whether anything else lies there. */
const stateOf = Effect.fnUntraced(function* (root: string) {
  const { count } = yield* readSplit(join(root, "cifar10", "ingest", "train.arrow"))
  const others = readdirSync(root, { recursive: true }).filter((name) => /\.pending.+arrow|unpacked/.test(String(name)))
  return { count, others }
})

/** A store with the dataset of 20 images, of which a second batch then makes 40. */
const grown = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const root = yield* fs.makeTempDirectoryScoped()
  rmSync(batch, { force: true })
  yield* Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request, store.obtain)).pipe(
    Effect.provide(storeAt(root))
  )
  copyFileSync(first("data_batch_1.bin"), batch)
  return root
})

layer(platform)("faults", (it) => {
  it.effect.each([0, 100, 1000, 61_000, 130_000, 150_000])(
    "keep the old artifact on a disk with room for %d bytes",
    (room) =>
      Effect.gen(function* () {
        const root = yield* grown
        const error = yield* Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request, store.obtain)).pipe(
          Effect.flip,
          Effect.provide(storeAt(root)),
          Effect.provide(diskOf(room))
        )
        assert.match(error.message, /\.arrow: Unknown, the file cannot be written; free space or permit writing\.$/)
        assert.deepStrictEqual(yield* stateOf(root), { count: 20, others: [] })
      })
  )

  it.effect("keep the old artifact when the process is stopped while it writes", () =>
    Effect.gen(function* () {
      const root = yield* grown
      const begun = yield* Latch.make()
      const stopped = Effect.andThen(begun.open, Effect.never)
      const fiber = yield* Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request, store.obtain)).pipe(
        Effect.provideService(Progress, { report: () => stopped }),
        Effect.provide(storeAt(root)),
        Effect.forkChild
      )
      yield* begun.await
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* stateOf(root), { count: 20, others: [] })
    })
  )

  it.effect("give two that ingest at once the same artifact, whole", () =>
    Effect.gen(function* () {
      const root = yield* grown
      const one = Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request, store.obtain)).pipe(
        Effect.provide(storeAt(root))
      )
      // The second waits for the first by the clock of the machine.
      const [a, b] = yield* TestClock.withLive(Effect.all([one, one], { concurrency: "unbounded" }))
      assert.deepStrictEqual(a, b)
      assert.deepStrictEqual(yield* stateOf(root), { count: 40, others: [] })
    })
  )

  it.effect("name a folder that cannot be written into", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ingestDataset(cifar10, "/proc/self"))
      assert.strictEqual(error.reason, "FileUnwritable")
      assert.match(error.message, /^\/proc\/self: /)
    })
  )

  it.effect("refuse a file that changes while it is read", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      yield* grown
      const folder = yield* fs.makeTempDirectoryScoped()
      const bytes = Uint8Array.from(readFileSync(batch))
      const change = Effect.sync(() => writeFileSync(batch, bytes.with(100, bytes[100]! ^ 1)))
      const error = yield* Effect.flip(
        ingestDataset(cifar10, folder).pipe(Effect.provideService(Progress, { report: () => change }))
      )
      assert.strictEqual(error.reason, "SourceChanged")
      assert.match(error.message, /^data_batch_2\.bin: changed after its digest was taken/)
    })
  )
})
