import { readFileSync } from "node:fs"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path } from "effect"
import { svhnDataset } from "../../src/mat/svhnDataset.ts"
import { golden, readAll, source } from "../golden.ts"
import { mutated } from "../mutated.ts"
import { fileOf, platform } from "../platform.ts"

const about = { name: "digits", licence: "none", citation: "none" }
const dataset = (train: string, test = train) => svhnDataset({ ...about, train, test })
const [packed, plain] = [source("svhn-train.mat"), source("svhn-test.mat")]

/** What becomes of a file of these bytes. */
const outcome = (bytes: Uint8Array) =>
  readAll(dataset("f.mat")).pipe(Effect.result, Effect.provide(Layer.mergeAll(fileOf(bytes), Path.layer)))

layer(platform)("svhnDataset", (it) => {
  it.effect("reads what scipy reads, packed by zlib or not, labels of any type", () =>
    Effect.gen(function* () {
      const { classes, test, train } = yield* readAll(dataset(packed, plain))
      assert.deepStrictEqual(train, golden["svhn-train"])
      assert.deepStrictEqual(test, golden["svhn-test"])
      assert.strictEqual(classes.join(), "0,1,2,3,4,5,6,7,8,9")
    })
  )

  it.effect.each([
    {
      what: "another file",
      bytes: () => new Uint8Array(200),
      message: /^f\.mat, byte 124: not a little-endian MAT file/
    },
    {
      what: "a cut header",
      bytes: () => new Uint8Array(9),
      message: /^f\.mat, byte 9: ends within the 128-byte header/
    },
    {
      what: "no arrays",
      bytes: () => readFileSync(plain).subarray(0, 128),
      message: /^f\.mat: no arrays X and y of images and labels among its arrays \(none\)/
    },
    {
      what: "a label of 11",
      bytes: () => {
        const bytes = Uint8Array.from(readFileSync(plain))
        new DataView(bytes.buffer).setFloat64(bytes.length - 8, 11, true)
        return bytes
      },
      message: /^f\.mat: label 11 of image 11; labels are 1 to 10\./
    }
  ])("refuses $what", ({ bytes, message }) =>
    Effect.gen(function* () {
      const result = yield* outcome(bytes())
      assert.match(String(result._tag === "Failure" && result.failure.message), message)
    })
  )

  it.effect("refuses test images of another size", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const file = `${yield* fs.makeTempDirectoryScoped()}/narrow.mat`
      const bytes = Uint8Array.from(readFileSync(plain))
      const view = new DataView(bytes.buffer)
      // The dimensions of X, 8 x 6 x 3 x 12 as int32, of which the first two change places.
      const at = Buffer.from(bytes).indexOf(Buffer.from(Int32Array.of(8, 6, 3, 12).buffer))
      view.setInt32(at, 6, true)
      view.setInt32(at + 4, 8, true)
      yield* fs.writeFile(file, bytes)
      const error = yield* Effect.flip(readAll(dataset(packed, file)))
      assert.strictEqual(error.reason, "ShapeMismatch")
    })
  )

  it.effect.each([{ file: packed }, { file: plain }])("fails with a typed error or reads: $file, damaged", ({ file }) =>
    Effect.gen(function* () {
      const reasons = new Set(["MatDamaged", "MatUnexpected", "LabelCount", "LabelRange", "FileUnreadable"])
      for (const bytes of mutated(readFileSync(file), 5000)) {
        const result = yield* outcome(bytes)
        if (result._tag === "Failure") {
          assert.isTrue(reasons.has(result.failure.reason), result.failure.reason)
          assert.notInclude(result.failure.message, "\n")
        }
      }
    })
  )
})
