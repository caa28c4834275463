import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { cifar10Releases, cifar100Releases } from "../src/cifar/cifarReleases.ts"
import { downsampledImageNet } from "../src/imagenet/imagenetReleases.ts"
import { ingestDataset } from "../src/ingestDataset.ts"
import { findRelease, type Release, releaseDataset } from "../src/release.ts"
import { stl10Release } from "../src/stl10/stl10Release.ts"
import { tarGzOf, zipOf } from "./archive/archives.ts"
import { platform, readSplit } from "./platform.ts"

/** Digests by `golden/formats.py`, which reads the files with Python. */
const golden = JSON.parse(readFileSync(new URL("golden/formats.json", import.meta.url), "utf8"))
const folderOf = (name: string) => fileURLToPath(new URL(`../../../test-data/${name}`, import.meta.url))

const about = { name: "tiny", licence: "none", citation: "none" }
const [cifar10Binary, cifar10Python] = cifar10Releases as [Release, Release]
const [imagenetPickle, imagenetNpz] = downsampledImageNet(32) as [Release, Release]
const cases = [
  { name: "cifar10", folder: "cifar-10-first", release: cifar10Binary },
  { name: "cifar10-python", folder: "cifar-10-first-py", release: cifar10Python },
  { name: "cifar100", folder: "cifar-100-first", release: cifar100Releases("fine")[0]! },
  { name: "cifar100-coarse", folder: "cifar-100-first", release: cifar100Releases("coarse")[0]! },
  { name: "stl10", folder: "stl10-made", release: stl10Release },
  { name: "imagenet32", folder: "imagenet32-made", release: imagenetPickle },
  { name: "imagenet32-npz", folder: "imagenet32-made-npz", release: imagenetNpz }
]

const digest = (views: ReadonlyArray<Uint8Array | Int32Array>): string => {
  const hash = createHash("sha256")
  for (const view of views) hash.update(view)
  return hash.digest("hex")
}

/** Ingests, and says of each split what the golden file says. */
const ingested = Effect.fnUntraced(function* (locate: Parameters<typeof releaseDataset>[1]) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* fs.makeTempDirectoryScoped()
  const header = yield* ingestDataset(releaseDataset(about, locate), folder)
  const splits = yield* Effect.forEach(Object.entries(header.splits), ([split, { count, file }]) =>
    Effect.gen(function* () {
      const { shards } = yield* readSplit(path.join(folder, file))
      const images = digest(shards.map((shard) => shard.images))
      return [split, { count, images, labels: digest(shards.map((shard) => shard.labels)) }] as const
    })
  )
  const files = splits.map(([split]) => `${split}.arrow`)
  assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), files.toSorted())
  return { header, splits: Object.fromEntries(splits) }
})

const members = (folder: string) =>
  readdirSync(folderOf(folder)).map((name) => ({
    name: `some/folder/${name}`,
    bytes: readFileSync(`${folderOf(folder)}/${name}`)
  }))

layer(platform)("releases", (it) => {
  it.effect.each(cases)("$name becomes what Python reads, out of a folder", ({ folder, name, release }) =>
    Effect.gen(function* () {
      const { header, splits } = yield* ingested(Effect.succeed({ release, folder: folderOf(folder) }))
      assert.deepStrictEqual(splits, golden.datasets[name])
      assert.strictEqual(header.sources.length, members(folder).length)
    })
  )

  it.effect.each(cases)("$name becomes the same out of .tar.gz and .zip, in any order", ({ folder, name, release }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const place = yield* fs.makeTempDirectoryScoped()
      const files = members(folder).toReversed()
      const tar = path.join(place, "a.tar.gz")
      const zip = path.join(place, "a.zip")
      yield* fs.writeFile(tar, yield* Effect.promise(() => tarGzOf(files)))
      yield* fs.writeFile(zip, zipOf(files))
      for (const archive of [tar, zip]) {
        const { header, splits } = yield* ingested(Effect.succeed({ release, archives: [archive] }))
        assert.deepStrictEqual(splits, golden.datasets[name])
        assert.deepStrictEqual(
          header.sources.map(({ file }) => file),
          [path.basename(archive)]
        )
      }
    })
  )

  it.effect("says what to put where when nothing is found, and which file is missing", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const root = yield* fs.makeTempDirectoryScoped()
      const locate = findRelease("cifar10", cifar10Releases, [root])
      const nothing = yield* Effect.flip(ingested(locate))
      assert.strictEqual(nothing.reason, "SourceMissing")
      assert.strictEqual(
        nothing.message,
        `cifar10: its files are not in ${root}; put cifar-10-binary.tar.gz, or cifar-10-binary.zip, or the folder cifar-10-batches-bin, or cifar-10-python.tar.gz, or cifar-10-python.zip, or the folder cifar-10-batches-py into ${root}, or name another folder in EBCLE_DATA.`
      )
      const folder = path.join(root, "cifar-10-batches-bin")
      yield* fs.makeDirectory(folder)
      const batch = readFileSync(`${folderOf("cifar-10-first")}/data_batch_1.bin`)
      yield* fs.writeFile(path.join(folder, "data_batch_1.bin"), batch)
      const test = yield* Effect.flip(ingested(locate))
      assert.match(test.message, /test_batch\.bin: is not there; put the whole folder/)
      yield* fs.writeFile(path.join(folder, "test_batch.bin"), batch)
      yield* fs.writeFile(path.join(folder, "data_batch_3.bin"), batch)
      const gap = yield* Effect.flip(ingested(locate))
      assert.match(gap.message, /data_batch_3\.bin: is there, but data_batch_2\.bin before it is not/)
      yield* fs.writeFile(path.join(folder, "data_batch_2.bin"), batch)
      const { header } = yield* ingested(locate)
      assert.deepStrictEqual(
        [header.splits.train.count, header.sources.map(({ file }) => file).join(" ")],
        [60, "data_batch_1.bin test_batch.bin data_batch_2.bin data_batch_3.bin"]
      )
    })
  )

  it.effect.each([
    {
      what: "cut",
      bytes: (batch: Uint8Array) => batch.subarray(0, 3100),
      message: /byte 3100: ends within record 1, after 27 of its 3073 bytes/
    },
    { what: "empty", bytes: () => new Uint8Array(0), message: /: is empty; fetch it again/ },
    {
      what: "of another dataset",
      bytes: (batch: Uint8Array) => batch.with(3073, 10),
      message: /byte 3073: label 10 of image 1, but labels go from 0 to 9/
    }
  ])("refuses a batch that is $what", ({ bytes, message }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const folder = yield* fs.makeTempDirectoryScoped()
      const batch = Uint8Array.from(readFileSync(`${folderOf("cifar-10-first")}/data_batch_1.bin`))
      yield* fs.writeFile(path.join(folder, "data_batch_1.bin"), batch)
      yield* fs.writeFile(path.join(folder, "test_batch.bin"), bytes(batch))
      const error = yield* Effect.flip(ingested(Effect.succeed({ release: cifar10Binary, folder })))
      assert.match(error.message, message)
    })
  )
})
