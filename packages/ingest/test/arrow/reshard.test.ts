import { writeFileSync } from "node:fs"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Stream } from "effect"
import { reshard } from "../../src/arrow/reshard.ts"
import { writeSplit } from "../../src/arrow/writeSplit.ts"
import { openCifarBinary } from "../../src/cifar/cifarBinary.ts"
import type { ImageChunk } from "../../src/imageChunk.ts"
import { splitOf } from "../../src/parts.ts"
import { recycledBuffers } from "../../src/recycledBuffers.ts"
import { platform, range, readSplit } from "../platform.ts"

layer(platform)("reshard", (it) => {
  const imageBytes = 3
  /** Images whose bytes and labels count on from chunk to chunk. */
  const chunksOf = (sizes: ReadonlyArray<number>, chunk: (images: Uint8Array, labels: Int32Array) => ImageChunk) => {
    let next = 0
    return sizes.map((size) => {
      const labels = Int32Array.from({ length: size }, () => next++)
      return chunk(
        Uint8Array.from({ length: size * imageBytes }, (_, at) => (labels[0] ?? 0) * imageBytes + at),
        labels
      )
    })
  }

  it.effect.each([[4, 4], [1, 2, 3, 4, 5, 6], [9, 4, 3], [4, 1, 4, 4, 8], [2], []].map((sizes) => ({ sizes })))(
    "keeps what it was given in chunks of $sizes, though memory is used again",
    ({ sizes }) =>
      Effect.gen(function* () {
        const borrow = recycledBuffers()
        const lent = Stream.fromIterable(chunksOf(sizes, (images, labels) => ({ images, labels }))).pipe(
          Stream.rechunk(1),
          Stream.map(({ images, labels }) => {
            const { bytes, release } = borrow(images.length)
            bytes.set(images)
            return { images: bytes, labels, release }
          })
        )
        const seen: Array<number> = []
        const labels: Array<number> = []
        const counts: Array<number> = []
        yield* lent.pipe(
          reshard(imageBytes, 4),
          Stream.runForEach((shard) =>
            Effect.sync(() => {
              seen.push(...shard.images)
              labels.push(...shard.labels)
              counts.push(shard.labels.length)
              if (shard.release === undefined) return
              // Whoever looks at it now finds nonsense.
              shard.images.fill(0xee)
              shard.release()
            })
          )
        )
        const count = sizes.reduce((sum, size) => sum + size, 0)
        assert.deepStrictEqual(seen, range(count * imageBytes))
        assert.deepStrictEqual(labels, range(count))
        assert.isTrue(counts.slice(0, -1).every((rows) => rows === 4))
      })
  )

  it.effect("does not copy the last images of memory that is not lent", () =>
    Effect.gen(function* () {
      const images = Uint8Array.from(range(7 * imageBytes))
      const chunks = Stream.succeed({ images, labels: Int32Array.from(range(7)) })
      const shards = yield* Stream.runCollect(reshard(imageBytes, 4)(chunks))
      assert.deepStrictEqual(
        shards.map(({ images: { buffer, byteOffset, length } }) => [buffer === images.buffer, byteOffset, length]),
        [
          [true, 0, 12],
          [true, 12, 9]
        ]
      )
    })
  )

  // Two files of 2,800 records, where a record batch has 2,730: whole batches, parts of them and joined ones.
  it.effect("writes CIFAR files of more than a record batch as they are", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      const count = 2800
      const files = ["a.bin", "b.bin"].map((name, file) => {
        const bytes = Uint8Array.from(
          { length: count * 3073 },
          (_, at) => (Math.imul(at + file, 2654435761) >>> 23) % 256
        )
        for (let record = 0; record < count; record++) bytes[record * 3073] = record % 10
        writeFileSync(`${folder}/${name}`, bytes)
        return bytes
      })
      const parts = yield* Effect.forEach(["a.bin", "b.bin"], (name) =>
        openCifarBinary(`${folder}/${name}`, { labelBytes: 1, label: 0, classes: 10 })
      )
      const header = {
        name: "big",
        split: "train",
        shape: [32, 32, 3],
        classes: range(10).map(String),
        sources: [],
        licence: "none",
        citation: "none"
      } as const
      yield* writeSplit(`${folder}/train.arrow`, { header, chunks: splitOf(parts, 3072).chunks })
      const { shards } = yield* readSplit(`${folder}/train.arrow`)
      const images = Buffer.concat(shards.map((shard) => shard.images))
      const expected = Buffer.alloc(2 * count * 3072)
      for (const [file, bytes] of files.entries()) {
        for (let record = 0; record < count; record++) {
          for (let at = 0; at < 3072; at++) {
            const to = (file * count + record) * 3072 + (at % 1024) * 3 + (at >> 10)
            expected[to] = bytes[record * 3073 + 1 + at]!
          }
        }
      }
      assert.strictEqual(images.compare(expected), 0)
      assert.deepStrictEqual(
        shards.map((shard) => shard.count),
        [2730, 2730, 140]
      )
    })
  )
})
