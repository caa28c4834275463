import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { gunzip } from "../../src/idx/gunzip.ts"
import { parseIdx, parseIdxSplit } from "../../src/idx/idx.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { Bytes, idx, range } from "../platform.ts"

const images = idx([2, 2, 3], range(12))
const labels = idx([2], [1, 0])
const Length = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: images.length - 1 }))

describe("parseIdx", () => {
  it.effect("gives dimensions and a view of the values", () =>
    Effect.gen(function* () {
      const parsed = yield* parseIdx(images, "images", 3)
      assert.deepStrictEqual(parsed.dimensions, [2, 2, 3])
      assert.deepStrictEqual([...parsed.values], range(12))
      assert.strictEqual(parsed.values.buffer, images.buffer)
      assert.deepStrictEqual((yield* parseIdx(labels, "labels", 1)).dimensions, [2])
    })
  )

  const edited = (at: number, value: number) => images.with(at, value)
  it.effect.each([
    { bytes: new Uint8Array(0), reason: "IdxTruncated", message: /^f, byte 0: ends within the 4-byte magic/ },
    {
      bytes: images.subarray(0, 15),
      reason: "IdxTruncated",
      message: /^f, byte 15: ends within the 16-byte IDX header/
    },
    { bytes: images.subarray(0, 27), reason: "IdxTruncated", message: /^f, byte 27: ends before byte 28/ },
    { bytes: Uint8Array.from([...images, 0]), reason: "IdxOversized", message: /^f, byte 28: goes on for 1 bytes/ },
    { bytes: edited(1, 1), reason: "IdxHeader", message: /^f, byte 0: does not start with two zero bytes/ },
    { bytes: edited(2, 13), reason: "IdxHeader", message: /^f, byte 2: IDX type 13 instead of 8/ },
    { bytes: labels, reason: "IdxHeader", message: /^f, byte 3: IDX rank 1 instead of 3/ },
    { bytes: edited(11, 0), reason: "IdxEmpty", message: /^f, byte 8: dimension 1 is 0/ },
    // 2^96 values: the product must not wrap round.
    {
      bytes: idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], []),
      reason: "IdxTruncated",
      message: /^f, byte 16: ends before/
    }
  ])("fails with $reason: $message", ({ bytes, message, reason }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(parseIdx(bytes, "f", 3))
      assert.strictEqual(error.reason, reason)
      assert.match(error.message, message)
      assert.notInclude(error.message, "\n")
    })
  )

  it.effect.prop(
    "fails with IdxTruncated wherever a file is cut",
    [Length],
    ([length]) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(parseIdx(images.subarray(0, length), "f", 3))
        assert.strictEqual(error.reason, "IdxTruncated")
      }),
    { arbitrary: { seed: 1 } }
  )

  it.effect.prop(
    "gives what the header says or fails, on any bytes",
    [Bytes, Schema.Boolean],
    ([tail, plausible]) =>
      Effect.gen(function* () {
        const bytes = Uint8Array.from([...(plausible ? [0, 0, 8, 1, 0, 0, 0] : []), ...tail])
        const parsed = yield* Effect.result(parseIdx(bytes, "f", 1))
        if (parsed._tag === "Success")
          assert.deepStrictEqual(idx(parsed.success.dimensions, parsed.success.values), bytes)
        else assert.strictEqual(parsed.failure._tag, "IngestError")
      }),
    { arbitrary: { seed: 1 } }
  )
})

describe("gunzip", () => {
  const packed = gzipSync(images)

  it.effect("unpacks gzip and leaves the rest alone", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(Uint8Array.from(yield* gunzip(packed, "f")), images)
      assert.strictEqual(yield* gunzip(images, "f"), images)
    })
  )

  it.effect("fails with FileTooLarge rather than fill the memory", () =>
    Effect.gen(function* () {
      const bomb = gzipSync(new Uint8Array(1_000_000))
      const error = yield* Effect.flip(gunzip(bomb, "f", 1000))
      assert.strictEqual(error.reason, "FileTooLarge")
      assert.match(error.message, /^f: unpacks to more than 1000 bytes/)
    })
  )

  it.effect("fails with GzipDamaged wherever a file is cut", () =>
    Effect.forEach(range(packed.length - 2), (cut) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(gunzip(packed.subarray(0, cut + 2), "f"))
        assert.strictEqual(error.reason, "GzipDamaged")
        assert.notInclude(error.message, "\n")
      })
    )
  )

  it.effect("fails or gives the same bytes, whichever byte is flipped", () =>
    Effect.forEach(range(packed.length), (at) =>
      Effect.gen(function* () {
        const parsed = yield* Effect.result(
          gunzip(packed.with(at, packed[at]! ^ 0xff), "f").pipe(Effect.flatMap((b) => parseIdx(b, "f", 3)))
        )
        if (parsed._tag === "Success") assert.deepStrictEqual([...parsed.success.values], range(12))
      })
    )
  )
})

describe("parseIdxSplit", () => {
  const file = (name: string, bytes: Uint8Array) => ({ file: name, bytes })

  it.effect("gives images of the stated shape or fails, on 10,000 changed files", () =>
    Effect.gen(function* () {
      const random = randomFrom(1)
      const packed = Uint8Array.from(gzipSync(images))
      let failed = 0
      for (let run = 0; run < 10_000; run++) {
        const changed = file("i", mutate(run % 4 === 0 ? packed : images, random))
        const result = yield* Effect.result(parseIdxSplit(changed, file("l", labels), 2))
        if (result._tag === "Success") {
          const { shape } = result.success
          assert.strictEqual(result.success.images.length, 2 * shape[0] * shape[1])
          continue
        }
        failed++
        assert.match(result.failure.reason, /^(Idx|Gzip|Label)/)
      }
      assert.isAbove(failed, 1000)
    })
  )

  it.effect("reads raw and gzip alike", () =>
    Effect.gen(function* () {
      const raw = yield* parseIdxSplit(file("i", images), file("l", labels), 2)
      const zipped = yield* parseIdxSplit(file("i", gzipSync(images)), file("l", gzipSync(labels)), 2)
      assert.deepStrictEqual(raw.shape, [2, 3, 1])
      assert.deepStrictEqual([...raw.images], range(12))
      assert.deepStrictEqual(raw.labels, Int32Array.of(1, 0))
      assert.deepStrictEqual(zipped.labels, raw.labels)
      assert.deepStrictEqual([...zipped.images], [...raw.images])
    })
  )

  it.effect.each([
    { labels: idx([3], [0, 1, 0]), reason: "LabelCount", message: /^l, byte 4: 3 labels for the 2 images of i;/ },
    {
      labels: idx([2], [1, 2]),
      reason: "LabelRange",
      message: /^l, byte 9: label 2 of image 1, but there are 2 classes/
    }
  ])("fails with $reason", ({ labels, message, reason }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(parseIdxSplit(file("i", images), file("l", labels), 2))
      assert.strictEqual(error.reason, reason)
      assert.match(error.message, message)
    })
  )
})
