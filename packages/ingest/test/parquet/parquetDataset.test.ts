import { readFileSync } from "node:fs"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Path } from "effect"
import { parquetDataset } from "../../src/parquet/parquetDataset.ts"
import { golden, readAll, source } from "../golden.ts"
import { mutated } from "../mutated.ts"
import { fileOf, platform } from "../platform.ts"

const usual = {
  name: "insects",
  licence: "none",
  citation: "none",
  columns: undefined,
  classes: undefined,
  size: undefined
}
const dataset = (file: string, more: Partial<Parameters<typeof parquetDataset>[0]> = {}) =>
  parquetDataset({ ...usual, train: [file], test: [file], ...more })

layer(platform)("parquetDataset", (it) => {
  it.effect.each(["zstd", "snappy", "gzip", "none"].map((codec) => ({ codec })))(
    "reads $codec as pyarrow does",
    ({ codec }) =>
      Effect.gen(function* () {
        const { classes, test, train } = yield* readAll(dataset(source(`train-${codec}.parquet`)))
        assert.deepStrictEqual(classes, ["ant", "bee", "cat"])
        assert.deepStrictEqual(train, golden[`parquet-${codec}`])
        assert.deepStrictEqual(test, train)
      })
  )

  const file = source("train-zstd.parquet")
  it.effect.each([
    {
      more: { columns: { image: "picture", label: "label" } },
      message: /no column picture for the image, but image, label; /
    },
    { more: { columns: { image: "label", label: "label" } }, message: /row 0: its label is no struct with bytes/ },
    { more: { classes: ["ant", "bee"] }, message: /row 2: label 2, but there are 2 classes; name every class\./ }
  ])("refuses $more", ({ message, more }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readAll(dataset(file, more)))
      assert.match(error.message, message)
    })
  )

  it.effect("joins files, and resizes", () =>
    Effect.gen(function* () {
      const { train } = yield* readAll(dataset(file, { train: [file, file], size: [4, 5] }))
      assert.deepStrictEqual(train.shape, [48, 4, 5, 3])
    })
  )

  it.effect.each([{ name: "train-none.parquet" }, { name: "train-gzip.parquet" }, { name: "train-zstd.parquet" }])(
    "fails with a typed error or reads: $name, damaged",
    ({ name }) =>
      Effect.gen(function* () {
        const reasons = new Set(["FileUnreadable", "ImageDamaged", "ImageSizes", "ImageUnsupported", "LabelRange"])
        for (const bytes of mutated(readFileSync(source(name)), 200)) {
          const read = readAll(dataset("f.parquet"))
          const result = yield* read.pipe(Effect.result, Effect.provide(Layer.mergeAll(fileOf(bytes), Path.layer)))
          if (result._tag === "Success") continue
          const { message, reason } = result.failure
          assert.isTrue(reason.startsWith("Parquet") || reasons.has(reason), reason)
          assert.notInclude(message, "\n")
        }
      })
  )
})
