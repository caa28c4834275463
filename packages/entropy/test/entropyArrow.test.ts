import { openArrowFile } from "@ebcle/ingest"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Schema } from "effect"
import { readEntropies, writeEntropies } from "../src/entropyArrow.ts"
import { platform } from "./platform.ts"

const values = Float64Array.of(0, 1.25, Math.PI, 5.545)

const written = Effect.fnUntraced(function* (content: Float64Array) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = path.join(yield* fs.makeTempDirectoryScoped(), "entropy.arrow")
  yield* writeEntropies(file, content, { "ebcle.unit": "nats" })
  return file
})

layer(platform)("entropyArrow", (it) => {
  it.effect("reads what it wrote, bit by bit, with its metadata", () =>
    Effect.gen(function* () {
      const file = yield* written(values)
      assert.deepStrictEqual(yield* readEntropies(file, 4), values)
      assert.deepStrictEqual((yield* openArrowFile(file, { entropy: "float64" })).metadata, { "ebcle.unit": "nats" })
    })
  )

  it.effect("fails with CountMismatch on another number of values", () =>
    Effect.gen(function* () {
      const file = yield* written(values)
      const error = yield* Effect.flip(readEntropies(file, 5))
      assert.strictEqual(error.reason, "CountMismatch")
      assert.strictEqual(
        error.message,
        `${file}: 4 values in 1 record batches instead of 5 in one; make the profile again.`
      )
    })
  )

  it.effect.each([Number.NaN, Number.POSITIVE_INFINITY, -0.5])("fails with ValueInvalid on %d", (value) =>
    Effect.gen(function* () {
      const file = yield* written(Float64Array.of(1, value))
      const error = yield* Effect.flip(readEntropies(file, 2))
      assert.strictEqual(error.reason, "ValueInvalid")
      assert.strictEqual(error.message, `${file}, row 1: ${value} is not an entropy; make the profile again.`)
    })
  )

  it.effect.prop(
    "fails or gives entropies, whichever byte is flipped",
    [
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 })),
      Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 255 }))
    ],
    ([position, mask]) =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const file = yield* written(values)
        const bytes = yield* fs.readFile(file)
        const at = position % bytes.length
        bytes[at]! ^= mask
        yield* fs.writeFile(file, bytes)
        const result = yield* Effect.result(readEntropies(file, 4))
        if (result._tag === "Success")
          assert.isTrue(result.success.length === 4 && result.success.every((value) => value >= 0))
        else assert.include(["IngestError", "EntropyError"], result.failure._tag)
      }),
    { arbitrary: { runs: 300 } }
  )
})
