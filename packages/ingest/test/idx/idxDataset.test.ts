import { gzipSync } from "node:zlib"
import { Progress, type ProgressReport, sha256 } from "@ebcle/core"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { type IdxDataset, idxDataset } from "../../src/idx/idxDataset.ts"
import { ingestDataset } from "../../src/ingestDataset.ts"
import { idx, platform, range, readSplit } from "../platform.ts"

const trainImages = idx([3, 2, 2], range(12))
const testImages = idx([1, 2, 2], [9, 9, 9, 9])

/** A dataset of three and one images of 2x2, its training images packed. */
const tiny = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* fs.makeTempDirectoryScoped()
  const write = Effect.fnUntraced(function* (name: string, bytes: Uint8Array) {
    const file = path.join(folder, name)
    yield* fs.writeFile(file, bytes)
    return file
  })
  const dataset: IdxDataset = {
    name: "tiny",
    classNames: ["zero", "one"],
    licence: "CC0",
    citation: "nobody",
    train: {
      images: yield* write("train-images.gz", gzipSync(trainImages)),
      labels: yield* write("train-labels", idx([3], [1, 0, 1]))
    },
    test: {
      images: yield* write("test-images", testImages),
      labels: yield* write("test-labels", idx([1], [0]))
    }
  }
  const ingest = (more: Partial<IdxDataset> = {}) => ingestDataset(idxDataset({ ...dataset, ...more }), folder)
  return { dataset, folder, ingest, path, write }
})

layer(platform)("idxDataset", (it) => {
  it.effect("writes both splits and describes them", () =>
    Effect.gen(function* () {
      const { folder, ingest, path } = yield* tiny
      const reports: Array<ProgressReport> = []
      const header = yield* ingest().pipe(
        Effect.provideService(Progress, { report: (report) => Effect.sync(() => void reports.push(report)) })
      )
      const { sources, ...rest } = header
      assert.deepStrictEqual(rest, {
        name: "tiny",
        shape: [2, 2, 1],
        classes: ["zero", "one"],
        licence: "CC0",
        citation: "nobody",
        splits: { train: { file: "train.arrow", count: 3 }, test: { file: "test.arrow", count: 1 } }
      })
      assert.deepStrictEqual(
        sources.map(({ file }) => file),
        ["train-images.gz", "train-labels", "test-images", "test-labels"]
      )
      assert.deepStrictEqual(sources[2], { file: "test-images", bytes: 20, sha256: sha256(testImages) })
      assert.deepStrictEqual(
        reports.map(({ done, total }) => [done, total]),
        [
          [3, 4],
          [4, 4]
        ]
      )
      const train = yield* readSplit(path.join(folder, "train.arrow"))
      assert.strictEqual(train.header.split, "train")
      assert.deepStrictEqual(train.header.sources, sources)
      assert.deepStrictEqual([...train.shards[0]!.images], range(12))
      assert.deepStrictEqual([...train.shards[0]!.labels], [1, 0, 1])
    })
  )

  it.effect("accepts files that are what they must be, and no others", () =>
    Effect.gen(function* () {
      const { ingest, write } = yield* tiny
      const { sources: official } = yield* ingest()
      yield* ingest({ official })
      yield* write("test-labels", idx([1], [1]))
      const error = yield* Effect.flip(ingest({ official }))
      assert.strictEqual(error.reason, "SourceChanged")
      assert.match(error.message, /test-labels: SHA-256 [0-9a-f]{64} \(9 bytes\) instead of [0-9a-f]{64} \(9 bytes\)/)
    })
  )

  it.effect("refuses test images of another shape", () =>
    Effect.gen(function* () {
      const { ingest, write } = yield* tiny
      yield* write("test-images", idx([1, 4, 1], [9, 9, 9, 9]))
      const error = yield* Effect.flip(ingest())
      assert.strictEqual(error.reason, "ShapeMismatch")
      assert.match(error.message, /test-images, byte 8: images of 4x1x1, but those of .*train-images\.gz are 2x2x1/)
    })
  )

  it.effect.each([
    {
      labels: idx([2], [0, 1]),
      reason: "LabelCount",
      message: /train-labels, byte 4: 2 labels for the 3 images of .*train-images\.gz;/
    },
    {
      labels: idx([3], [1, 2, 0]),
      reason: "LabelRange",
      message: /train-labels, byte 9: label 2 of image 1, but there are 2 classes/
    }
  ])("fails with $reason", ({ labels, message, reason }) =>
    Effect.gen(function* () {
      const { ingest, write } = yield* tiny
      yield* write("train-labels", labels)
      const error = yield* Effect.flip(ingest())
      assert.strictEqual(error.reason, reason)
      assert.match(error.message, message)
    })
  )

  it.effect("fails where images end too early, though their labels and their head do not say so", () =>
    Effect.gen(function* () {
      const { ingest, write } = yield* tiny
      yield* write("train-images.gz", gzipSync(trainImages.subarray(0, -1)))
      const error = yield* Effect.flip(ingest())
      assert.strictEqual(error.reason, "IdxTruncated")
      assert.match(error.message, /train-images\.gz, byte 27: ends before byte 28/)
    })
  )

  it.effect("writes record batches as they are, from memory in one block and in many", () =>
    Effect.gen(function* () {
      const { folder, ingest, path, write } = yield* tiny
      // Three record batches of images of 1 KiB, and a rest.
      const count = 3 * 8192 + 10
      const pixels = Uint8Array.from({ length: count * 1024 }, (_, at) => Math.imul(at, 2654435761) >>> 24)
      const images = Buffer.concat([idx([count, 32, 32], []), pixels])
      const labels = idx([count], new Uint8Array(count))
      // Its last member says that it holds nothing, so that memory comes in many blocks.
      const packed = gzipSync(images, { level: 1 })
      const members = Buffer.concat([packed, gzipSync(new Uint8Array(0))])
      yield* write("train-labels", labels)
      yield* write("test-images", idx([1, 32, 32], new Uint8Array(1024)))
      for (const bytes of [images, packed, members]) {
        yield* write("train-images.gz", bytes)
        yield* ingest()
        const { counts, shards } = yield* readSplit(path.join(folder, "train.arrow"))
        assert.deepStrictEqual(counts, [8192, 8192, 8192, 10])
        assert.strictEqual(Buffer.concat(shards.map((shard) => shard.images)).compare(pixels), 0)
      }
    })
  )

  it.effect("names the file that is not there", () =>
    Effect.gen(function* () {
      const { dataset, ingest } = yield* tiny
      const error = yield* Effect.flip(ingest({ test: { ...dataset.test, labels: "/no/such/file" } }))
      assert.strictEqual(error.reason, "FileUnreadable")
      assert.match(error.message, /^\/no\/such\/file: NotFound/)
    })
  )
})
