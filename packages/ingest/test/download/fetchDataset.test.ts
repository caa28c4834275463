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
import { fashionRelease } from "../../src/idx/fashionMnist.ts"
import { cifar10, stl10, svhn } from "../../src/namedDatasets.ts"
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
  const source = dataFolderDataset(about, cifar10Releases, { remote: { files: [remote] } })
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

  it.effect("goes on where some of several files are there", () =>
    Effect.gen(function* () {
      const { downloads } = yield* offered
      const remoteOf = (file: string, text = file) => ({
        file,
        url: `http://localhost/${file}`,
        bytes: Buffer.byteLength(text),
        digest: { algorithm: "md5", hex: createHash("md5").update(text).digest("hex") } as const
      })
      const [one, ...others] = fashionRelease.required
      const files = [remoteOf(one!), ...others.map((file) => remoteOf(file))] as const
      const source = dataFolderDataset(about, [fashionRelease], { remote: { folder: fashionRelease.folder, files } })
      const asked: Array<string> = []
      const serving = (broken?: string) => ({
        ...downloads(false),
        fetch: async (url: unknown) => {
          const file = String(url).slice("http://localhost/".length)
          asked.push(file)
          return file === broken ? new Response(null, { status: 404 }) : new Response(file)
        }
      })
      const fetchFrom = (broken?: string) =>
        fetchDataset({ name: "tiny", source }).pipe(Effect.provideService(Downloads, serving(broken)))
      const error = yield* Effect.flip(fetchFrom(others[1]))
      assert.strictEqual(error.reason, "DownloadFailed")
      yield* fetchFrom()
      assert.deepStrictEqual(asked, [one, others[0], others[1], others[1], others[2]])
      const sources = yield* Effect.provideService(source.sources, Downloads, serving())
      assert.deepStrictEqual(
        sources.map(({ file }) => file),
        [...fashionRelease.required]
      )
    })
  )

  it.effect.each([
    { name: "cifar10", source: cifar10, url: "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz" },
    // Not Fashion-MNIST, which Debian may have put onto this machine.
    { name: "stl10", source: stl10, url: "http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz" },
    { name: "svhn", source: svhn, url: "http://ufldl.stanford.edu/housenumbers/train_32x32.mat" }
  ])("knows where $name is offered", (dataset) =>
    Effect.gen(function* () {
      const { downloads } = yield* offered
      const error = yield* Effect.flip(Effect.provideService(fetchDataset(dataset), Downloads, downloads(true)))
      assert.include(error.message, `(${dataset.url})`)
    })
  )
})
