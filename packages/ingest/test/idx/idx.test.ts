import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { openIdx } from "../../src/idx/idx.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { Bytes, fileOf, idx, range } from "../platform.ts"

const images = idx([2, 2, 3], range(12))
const labels = idx([2], [1, 0])
const Length = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: images.length - 1 }))

/** Dimensions and values of a file of these bytes. */
const read = (bytes: Uint8Array, rank: 1 | 3) =>
  Effect.gen(function* () {
    const { dimensions, values } = yield* openIdx("f", rank)
    return { dimensions, values: Uint8Array.from(Buffer.concat(yield* Stream.runCollect(values))) }
  }).pipe(Effect.scoped, Effect.provide(fileOf(bytes)))

describe("openIdx", () => {
  it.effect("gives dimensions and values, raw and gzip alike", () =>
    Effect.gen(function* () {
      const expected = { dimensions: [2, 2, 3], values: Uint8Array.from(range(12)) }
      assert.deepStrictEqual(yield* read(images, 3), expected)
      assert.deepStrictEqual(yield* read(gzipSync(images), 3), expected)
      assert.deepStrictEqual((yield* read(labels, 1)).dimensions, [2])
    })
  )

  it.effect("gives the values again when they are read again", () =>
    Effect.gen(function* () {
      const { values } = yield* openIdx("f", 3)
      const [first, second] = [yield* Stream.runCollect(values), yield* Stream.runCollect(values)]
      assert.deepStrictEqual(Buffer.concat(first), Buffer.concat(second))
    }).pipe(Effect.scoped, Effect.provide(fileOf(gzipSync(images))))
  )

  const edited = (at: number, value: number) => images.with(at, value)
  const faults = [
    { bytes: new Uint8Array(0), reason: "IdxTruncated", message: /^f, byte 0: ends within the 4-byte magic/ },
    {
      bytes: images.subarray(0, 15),
      reason: "IdxTruncated",
      message: /^f, byte 15: ends within the 16-byte IDX header/
    },
    { bytes: images.subarray(0, 27), reason: "IdxTruncated", message: /^f, byte 27: ends before byte 28/ },
    { bytes: Uint8Array.from([...images, 0]), reason: "IdxOversized", message: /^f, byte 28: goes on after its end/ },
    { bytes: edited(1, 1), reason: "IdxHeader", message: /^f, byte 0: does not start with two zero bytes/ },
    { bytes: edited(2, 13), reason: "IdxHeader", message: /^f, byte 2: IDX type 13 instead of 8/ },
    { bytes: labels, reason: "IdxHeader", message: /^f, byte 3: IDX rank 1 instead of 3/ },
    { bytes: edited(11, 0), reason: "IdxEmpty", message: /^f, byte 8: dimension 1 is 0/ }
  ]
  it.effect.each([
    ...faults,
    ...faults.map((fault) => ({ ...fault, bytes: gzipSync(fault.bytes) })),
    // 2^96 values: the product must not wrap round.
    {
      bytes: idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], []),
      reason: "IdxTruncated",
      message: /^f, byte 16: ends before/
    }
  ])("fails with $reason: $message", ({ bytes, message, reason }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read(bytes, 3))
      assert.strictEqual(error.reason, reason)
      assert.match(error.message, message)
      assert.notInclude(error.message, "\n")
    })
  )

  it.effect("makes no room for what a file cannot hold", () =>
    Effect.gen(function* () {
      const small = yield* Effect.flip(read(gzipSync(idx([1, 1000, 1000], range(12))), 3))
      assert.strictEqual(small.reason, "IdxTruncated")
      // What is packed in 1.1 MB may be 1 GiB and more.
      const large = Uint8Array.from(gzipSync(idx([1, 2 ** 15, 2 ** 15], new Uint8Array(1_100_000)), { level: 0 }))
      const error = yield* Effect.flip(read(large, 3))
      assert.strictEqual(error.reason, "FileTooLarge")
      assert.match(error.message, /^f: has 1073741840 bytes, more than 1073741824; split the file\.$/)
    })
  )

  it.effect.prop(
    "fails with IdxTruncated wherever a file is cut",
    [Length],
    ([length]) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(read(images.subarray(0, length), 3))
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
        const parsed = yield* Effect.result(read(bytes, 1))
        if (parsed._tag === "Success")
          assert.deepStrictEqual(idx(parsed.success.dimensions, parsed.success.values), bytes)
        else assert.strictEqual(parsed.failure._tag, "IngestError")
      }),
    { arbitrary: { seed: 1 } }
  )

  it.effect("gives values of the stated shape or fails, on 10,000 changed files", () =>
    Effect.gen(function* () {
      const random = randomFrom(1)
      const packed = Uint8Array.from(gzipSync(images))
      let failed = 0
      for (let run = 0; run < 10_000; run++) {
        // Within gzip as well, whose check sum would else keep most changes from the parser.
        const within = run % 4 === 0
        const changed = mutate(run % 4 === 1 ? packed : images, random)
        const file = within ? gzipSync(changed, { level: 1 }) : changed
        const result = yield* Effect.result(read(file, 3))
        if (result._tag === "Success") {
          const { dimensions, values } = result.success
          assert.strictEqual(
            values.length,
            dimensions.reduce((product, size) => product * size, 1)
          )
          continue
        }
        failed++
        assert.match(result.failure.reason, /^(Idx|Gzip)|^FileTooLarge$/)
      }
      assert.isAbove(failed, 1000)
    })
  )
})
