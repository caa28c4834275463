import { readFileSync } from "node:fs"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema, Stream } from "effect"
import { openArrowFile } from "../../src/arrow/openArrowFile.ts"
import type { SplitHeader } from "../../src/arrow/splitHeader.ts"
import { writeSplit } from "../../src/arrow/writeSplit.ts"
import type { ImageChunk } from "../../src/imageChunk.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { Bytes, fileOf, platform, range, readSplit } from "../platform.ts"

const golden = (name: string): Uint8Array => readFileSync(new URL(`../golden/${name}`, import.meta.url))
const columns = { image: "binary", label: "int32" } as const

const header: SplitHeader = {
  name: "tiny",
  split: "train",
  shape: [2, 3, 1],
  classes: ["a", 'ö "quoted"'],
  sources: [{ file: "x", bytes: 3, sha256: "00" }],
  licence: "none",
  citation: "none"
}

/** Reads bytes as a split. */
const open = (bytes: Uint8Array) => readSplit("f").pipe(Effect.provide(fileOf(bytes)))

/** The bytes of a split, of five 2x3 images if nothing else is said. */
const write = Effect.fnUntraced(function* (contents: Partial<ImageChunk>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = path.join(yield* fs.makeTempDirectoryScoped(), "split.arrow")
  const images = Uint8Array.from(range(30))
  const chunks = Stream.succeed({ images, labels: Int32Array.of(0, 1, 1, 0, 1), ...contents })
  yield* writeSplit(file, { header, chunks })
  return yield* fs.readFile(file)
})
const written = write({})

layer(platform)("openSplit", (it) => {
  it.effect("reads what writeSplit wrote, as views into one buffer a shard", () =>
    Effect.gen(function* () {
      const split = yield* open(yield* written)
      assert.deepStrictEqual(split.header, header)
      assert.strictEqual(split.count, 5)
      assert.deepStrictEqual(split.shape, [2, 3, 1])
      assert.deepStrictEqual(split.counts, [5])
      assert.throws(() => split.readShard(1), /^Expected a shard below 1, found 1\.$/)
      const shard = split.shards[0]!
      assert.deepStrictEqual([...shard.images], range(30))
      assert.deepStrictEqual(shard.labels, Int32Array.of(0, 1, 1, 0, 1))
      assert.strictEqual(shard.images.buffer, shard.labels.buffer)
    })
  )

  it.effect.each([[9], [1, 1, 1, 1, 1, 1, 1, 1, 1], [3, 0, 6], [5, 4], [4, 4, 1], [2, 7]])(
    "writes one record batch per 8 MiB of pixels, the last one shorter, from chunks of %j",
    (sizes) =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const file = path.join(yield* fs.makeTempDirectoryScoped(), "large.arrow")
        const images = Uint8Array.from({ length: 9 * 2 ** 21 }, (_, index) => index % 251)
        const labels = Int32Array.from(range(9), (index) => index % 2)
        const chunks = sizes.map((count, index) => {
          const start = sizes.slice(0, index).reduce((sum, size) => sum + size, 0)
          return {
            images: images.subarray(start * 2 ** 21, (start + count) * 2 ** 21),
            labels: labels.subarray(start, start + count)
          }
        })
        const large = { ...header, shape: [2 ** 10, 2 ** 11, 1] } as const
        assert.strictEqual(yield* writeSplit(file, { header: large, chunks: Stream.fromIterable(chunks) }), 9)
        const { counts, shards } = yield* readSplit(file)
        assert.deepStrictEqual(counts, [4, 4, 1])
        assert.isTrue(Buffer.concat(shards.map((shard) => shard.images)).equals(images))
        assert.deepStrictEqual(
          shards.flatMap((shard) => [...shard.labels]),
          [...labels]
        )
      })
  )

  it.effect("fails as the chunks fail", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const file = path.join(yield* fs.makeTempDirectoryScoped(), "split.arrow")
      assert.strictEqual(yield* Effect.flip(writeSplit(file, { header, chunks: Stream.fail("no more") })), "no more")
    })
  )

  it.effect("fails with FileUnwritable where there is no folder", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        writeSplit("/nonexistent/split.arrow", {
          header,
          chunks: Stream.succeed({ images: new Uint8Array(6), labels: new Int32Array(1) })
        })
      )
      assert.strictEqual(error.reason, "FileUnwritable")
      assert.match(error.message, /^\/nonexistent\/split\.arrow: NotFound/)
    })
  )

  it.effect("fails with FileUnreadable where there is no file", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readSplit("/nonexistent/split.arrow"))
      assert.strictEqual(error.reason, "FileUnreadable")
      assert.match(error.message, /^\/nonexistent\/split\.arrow: NotFound/)
    })
  )

  it.effect.each([
    {
      what: "no images",
      contents: { images: new Uint8Array(0), labels: new Int32Array(0) },
      message: /^f: it has no images; ingest/
    },
    {
      what: "a label that is no class",
      contents: { labels: Int32Array.of(0, 1, 2, 0, 1) },
      message: /^f, byte \d+: label 2 in row 2 of record batch 0, but there are 2 classes;/
    }
  ])("refuses $what", ({ contents, message }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(open(yield* write(contents)))
      assert.match(error.message, message)
    })
  )

  it.effect("refuses a shape that is not that of the images, and metadata that are not a split's", () =>
    Effect.gen(function* () {
      // Texts of equal length, so that the file stays whole.
      const text = Buffer.from(yield* written).toString("latin1")
      const edited = (from: string, to: string) => open(Buffer.from(text.replaceAll(from, to), "latin1"))
      const shape = yield* Effect.flip(edited("[2,3,1]", "[2,4,1]"))
      assert.match(shape.message, /^f: its images have 6 bytes, its shape says 2x4x1; ingest/)
      const metadata = yield* Effect.flip(edited("ebcle.", "other."))
      assert.match(metadata.message, /^f: its schema metadata is not that of a split \([^\n]+\); ingest/)
    })
  )

  it.effect("fails wherever a file is cut", () =>
    Effect.gen(function* () {
      const bytes = yield* written
      yield* Effect.forEach(range(bytes.length), (length) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(open(bytes.slice(0, length)))
          assert.include(["ArrowDamaged", "ArrowUnexpected"], error.reason)
          assert.match(error.message, /^f, byte \d+: [^\n]+$/)
        })
      )
    })
  )

  it.effect("fails or gives images of the stated shape, whichever byte is changed", () =>
    Effect.gen(function* () {
      const bytes = yield* written
      const survive = Effect.fnUntraced(function* (at: number, value: number) {
        const result = yield* Effect.result(open(bytes.slice().fill(value, at, at + 1)))
        if (result._tag === "Failure") {
          assert.include(["ArrowDamaged", "ArrowUnexpected"], result.failure.reason)
          assert.notInclude(result.failure.message, "\n")
          return
        }
        const { classes, shape, shards } = result.success
        for (const { count, images, labels } of shards) {
          assert.strictEqual(images.length, count * shape[0] * shape[1] * shape[2])
          assert.strictEqual(labels.length, count)
          assert.isTrue(labels.every((label) => label >= 0 && label < classes.length))
        }
      })
      for (const at of range(bytes.length)) {
        for (const value of [0x00, 0x7f, 0x80, 0xff, bytes[at]! ^ 1, bytes[at]! ^ 8]) yield* survive(at, value)
      }
    })
  )
})

describe("openArrowFile", () => {
  const own = golden("split.arrow")
  const read = Effect.fnUntraced(function* (bytes: Uint8Array) {
    const { batches } = yield* openArrowFile("f", columns).pipe(Effect.provide(fileOf(bytes)))
    return yield* Effect.forEach(batches, (batch) => batch.read)
  })
  const survives = Effect.fnUntraced(function* (bytes: Uint8Array) {
    const result = yield* Effect.result(read(bytes))
    if (result._tag === "Failure") {
      assert.include(["ArrowDamaged", "ArrowUnexpected"], result.failure.reason)
      assert.notInclude(result.failure.message, "\n")
    }
  })

  it.effect("reads what pyarrow wrote", () =>
    Effect.gen(function* () {
      const split = yield* open(own)
      assert.strictEqual(split.header.name, "tiny")
      assert.deepStrictEqual(split.classes, ["a", "b"])
      assert.deepStrictEqual(
        split.shards.map((shard) => shard.count),
        [3, 2]
      )
      assert.deepStrictEqual(
        split.shards.flatMap(({ images }) => [...images]),
        range(30)
      )
      assert.deepStrictEqual(
        split.shards.flatMap(({ labels }) => [...labels]),
        [0, 1, 1, 0, 1]
      )
    })
  )

  it.effect.each([
    { name: "int64.arrow", message: /column 1 is not "label" of type int32/ },
    { name: "variable.arrow", message: /column 0 is not "image" of type binary/ },
    { name: "compressed.arrow", message: /record batches are compressed/ }
  ])("refuses $name of pyarrow", ({ message, name }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(open(golden(name)))
      assert.strictEqual(error.reason, "ArrowUnexpected")
      assert.match(error.message, message)
    })
  )

  it.effect("refuses a column that names its type and does not describe it", () =>
    Effect.gen(function* () {
      // There the vtable of the field "image" in the footer says where its type is; 0 says nowhere.
      const error = yield* Effect.flip(open(own.with(1602, 0)))
      assert.match(error.message, /column 0 is not "image"/)
    })
  )

  it.effect.each([
    { wanted: { image: "binary" }, message: /2 columns instead of image/ },
    { wanted: { image: "binary", class: "int32" }, message: /column 1 is not "class"/ },
    { wanted: { image: "binary", label: "float64" }, message: /column 1 is not "label"/ }
  ] as const)("refuses other columns: $message", ({ message, wanted }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(openArrowFile("f", wanted).pipe(Effect.provide(fileOf(own))))
      assert.match(error.message, message)
    })
  )

  it.effect.prop(
    "fails with a typed error or reads, whatever stands in place of some bytes",
    [Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: own.length - 1 })), Bytes],
    ([at, patch]) => {
      const bytes = Uint8Array.from(own)
      bytes.set(patch.slice(0, bytes.length - at), at)
      return survives(bytes)
    },
    { arbitrary: { seed: 1 } }
  )

  it.effect("fails with a typed error or reads, on 10,000 changed files", () =>
    Effect.gen(function* () {
      const random = randomFrom(1)
      const whole = Uint8Array.from(own)
      for (let run = 0; run < 10_000; run++) yield* survives(mutate(whole, random))
    })
  )

  it.effect.prop(
    "fails with a typed error on any bytes between the magics",
    [Bytes],
    ([middle]) => {
      const magic = [...new TextEncoder().encode("ARROW1")]
      return survives(Uint8Array.from([...magic, 0, 0, ...middle, ...magic]))
    },
    { arbitrary: { seed: 1 } }
  )
})
