import { readFileSync } from "node:fs"
import { assert, layer } from "@effect/vitest"
import { Effect, type FileSystem, Layer, Path, Stream } from "effect"
import type { IngestError } from "../../src/ingestError.ts"
import { parquetDataset } from "../../src/parquet/parquetDataset.ts"
import { parquetImages } from "../../src/parquet/parquetImages.ts"
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

  const damagedFiles = [{ name: "train-none.parquet" }, { name: "train-gzip.parquet" }, { name: "train-zstd.parquet" }]

  /** Whether something of damaged copies of a file fails in the way that it may; how many of them do. */
  const failures = <A>(
    name: string,
    count: number,
    read: Effect.Effect<A, IngestError, FileSystem.FileSystem | Path.Path>
  ) =>
    Effect.gen(function* () {
      const reasons = new Set(["FileUnreadable", "ImageDamaged", "ImageSizes", "ImageUnsupported", "LabelRange"])
      let failed = 0
      for (const bytes of mutated(readFileSync(source(name)), count)) {
        const result = yield* read.pipe(Effect.result, Effect.provide(Layer.mergeAll(fileOf(bytes), Path.layer)))
        if (result._tag === "Success") continue
        failed++
        const { message, reason } = result.failure
        assert.isTrue(reason.startsWith("Parquet") || reasons.has(reason), reason)
        assert.notInclude(message, "\n")
      }
      return failed
    })

  // The images within are another parser's, which has its own test.
  it.effect.each(damagedFiles)("fails with a typed error or reads the rows: $name, damaged 3,334 times", ({ name }) =>
    Effect.gen(function* () {
      const rows = parquetImages("f.parquet", undefined).pipe(
        Effect.flatMap(({ images }) => Stream.runDrain(images)),
        Effect.scoped
      )
      assert.isAbove(yield* failures(name, 3334, rows), 300)
    })
  )

  it.effect.each(damagedFiles)("fails with a typed error or reads the images: $name, damaged 100 times", ({ name }) =>
    Effect.gen(function* () {
      assert.isAbove(yield* failures(name, 100, readAll(dataset("f.parquet"))), 10)
    })
  )
})
