import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { cifar10Releases } from "../../src/cifar/cifarReleases.ts"
import { dataFolderDataset } from "../../src/dataFolderDataset.ts"
import { Downloads } from "../../src/download/downloads.ts"
import { fetchDataset } from "../../src/download/fetchDataset.ts"
import { cifar10 } from "../../src/namedDatasets.ts"
import { tarGzOf } from "../archive/archives.ts"
import { platform } from "../platform.ts"

const first = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../test-data/cifar-10-first/${name}`, import.meta.url)))
const about = { name: "tiny", licence: "none", citation: "none" }

/** A dataset of which nothing is there, whose archive is offered; and how often it was asked for. */
const offered = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* fs.makeTempDirectoryScoped()
  const before = process.env.EBCLE_DATA
  process.env.EBCLE_DATA = path.join(root, "data")
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      if (before === undefined) delete process.env.EBCLE_DATA
      else process.env.EBCLE_DATA = before
    })
  )
  const names = ["data_batch_1.bin", "test_batch.bin"]
  const archive = yield* Effect.promise(() => tarGzOf(names.map((name) => ({ name, bytes: first(name) }))))
  const hex = createHash("md5").update(archive).digest("hex")
  const remote = {
    file: "cifar-10-binary.tar.gz",
    url: "http://localhost/cifar-10-binary.tar.gz",
    bytes: archive.length,
    digest: { algorithm: "md5", hex }
  } as const
  let calls = 0
  const downloads = (offline: boolean) => ({
    offline,
    folder: path.join(root, "cache"),
    fetch: async () => {
      calls += 1
      return new Response(Uint8Array.from(archive))
    },
    stallMillis: 1000,
    retryMillis: []
  })
  const source = dataFolderDataset(about, cifar10Releases, { remote })
  return { calls: () => calls, dataset: { name: "tiny", source }, downloads }
})

layer(platform, { excludeTestServices: true })("fetchDataset", (it) => {
  it.effect("puts the archive where the dataset is looked for, once", () =>
    Effect.gen(function* () {
      const { calls, dataset, downloads } = yield* offered
      yield* Effect.gen(function* () {
        const missing = yield* Effect.flip(dataset.source.sources)
        assert.strictEqual(missing.reason, "SourceMissing")
        assert.strictEqual(calls(), 0)
        yield* fetchDataset(dataset)
        yield* fetchDataset({ name: "derived", from: dataset, transforms: [] })
        assert.strictEqual(calls(), 1)
        const sources = yield* dataset.source.sources
        assert.deepStrictEqual(
          sources.map(({ file }) => file),
          ["cifar-10-binary.tar.gz"]
        )
      }).pipe(Effect.provideService(Downloads, downloads(false)))
    })
  )

  it.effect("fetches nothing offline, and nothing of a dataset that nobody offers", () =>
    Effect.gen(function* () {
      const { calls, dataset, downloads } = yield* offered
      yield* Effect.gen(function* () {
        const error = yield* Effect.flip(fetchDataset(dataset))
        assert.strictEqual(error.reason, "SourceMissing")
        assert.match(
          error.message,
          /^cifar-10-binary\.tar\.gz is not there, and nothing is fetched offline; [^\n]+put it at /
        )
        yield* fetchDataset({ name: "mine", source: dataFolderDataset(about, cifar10Releases) })
        assert.strictEqual(calls(), 0)
      }).pipe(Effect.provideService(Downloads, downloads(true)))
    })
  )

  it.effect("knows where CIFAR-10 is offered", () =>
    Effect.gen(function* () {
      const { downloads } = yield* offered
      const error = yield* Effect.flip(
        Effect.provideService(fetchDataset({ name: "cifar10", source: cifar10 }), Downloads, downloads(true))
      )
      assert.match(error.message, /\(https:\/\/www\.cs\.toronto\.edu\/~kriz\/cifar-10-python\.tar\.gz\)/)
    })
  )
})
