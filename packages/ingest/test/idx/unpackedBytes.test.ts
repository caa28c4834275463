import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { openUnpacked } from "../../src/idx/unpackedBytes.ts"
import { fileOf, range } from "../platform.ts"

/** The bytes of a file, with memory in blocks of this size. */
const unpack = (bytes: Uint8Array, block = 2 ** 26) =>
  Effect.gen(function* () {
    const { most, pieces } = yield* openUnpacked("f")
    const unpacked = Uint8Array.from(Buffer.concat(yield* Stream.runCollect(pieces(block))))
    return { most, unpacked }
  }).pipe(Effect.scoped, Effect.provide(fileOf(bytes)))

const plain = Uint8Array.from(range(5000), (value) => (value * value) % 251)
const packed = gzipSync(plain)

describe("openUnpacked", () => {
  it.effect.each([64, 100, 2 ** 12, 2 ** 26])(
    "unpacks gzip and leaves the rest alone, in blocks of %d bytes",
    (block) =>
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* unpack(packed, block)).unpacked, plain)
        assert.deepStrictEqual(yield* unpack(plain, block), { most: plain.length, unpacked: plain })
      })
  )

  it.effect("unpacks whatever the file says of its length", () =>
    Effect.forEach([0, 1, 4999, 5001, 2 ** 32 - 1], (stated) =>
      Effect.gen(function* () {
        // Several members, of which the last is empty, as some programs make them: its length is what stands at the end.
        const tail = gzipSync(new Uint8Array(0))
        const members = Buffer.concat([packed, tail])
        assert.deepStrictEqual((yield* unpack(members)).unpacked, plain)
        const wrong = Uint8Array.from(packed)
        new DataView(wrong.buffer).setUint32(wrong.length - 4, stated, true)
        const error = yield* Effect.flip(unpack(wrong))
        assert.strictEqual(error.reason, "GzipDamaged")
      })
    )
  )

  it.effect("says how long a packed file can be", () =>
    Effect.gen(function* () {
      const { most } = yield* unpack(gzipSync(new Uint8Array(1_000_000)))
      assert.isAtLeast(most, 1_000_000)
    })
  )

  it.effect("fails with GzipDamaged wherever a file is cut", () =>
    Effect.forEach(range(packed.length - 2), (cut) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(unpack(packed.subarray(0, cut + 2)))
        assert.strictEqual(error.reason, "GzipDamaged")
        assert.notInclude(error.message, "\n")
      })
    )
  )

  it.effect("fails or gives the same bytes, whichever byte is flipped", () =>
    Effect.forEach(range(packed.length), (at) =>
      Effect.gen(function* () {
        const flipped = Uint8Array.from(packed).with(at, packed[at]! ^ 0xff)
        const result = yield* Effect.result(unpack(flipped))
        if (result._tag === "Success" && at > 1) assert.deepStrictEqual(result.success.unpacked, plain)
      })
    )
  )
})
