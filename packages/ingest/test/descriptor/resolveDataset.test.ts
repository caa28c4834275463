import { readFileSync } from "node:fs"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { descriptorSchema } from "../../src/descriptor/descriptorSchema.ts"
import { fileParams } from "../../src/descriptor/fileStage.ts"
import { resolveDataset } from "../../src/descriptor/resolveDataset.ts"
import { golden, readAll, source } from "../golden.ts"
import { platform } from "../platform.ts"

const about = { licence: "CC0", citation: "ours" }

/** A workspace with these descriptors in `configs/datasets`. */
const workspace = Effect.fnUntraced(function* (descriptors: Readonly<Record<string, unknown>>) {
  const fs = yield* FileSystem.FileSystem
  const root = yield* fs.makeTempDirectoryScoped()
  yield* fs.makeDirectory(`${root}/configs/datasets`, { recursive: true })
  for (const [name, value] of Object.entries(descriptors)) {
    const text = typeof value === "string" ? value : JSON.stringify(value)
    yield* fs.writeFileString(`${root}/configs/datasets/${name}.json`, text)
  }
  return { root, resolve: (given: string, base = root) => resolveDataset(given, { root, base }) }
})

const svhn = { ...about, format: "svhn", train: source("svhn-train.mat"), test: source("svhn-test.mat") }

layer(platform)("resolveDataset", (it) => {
  it.effect("knows names, descriptors, and datasets made from others", () =>
    Effect.gen(function* () {
      const { resolve } = yield* workspace({
        digits: svhn,
        grey: { format: "derived", from: "digits", transforms: [{ transform: "grey" }] }
      })
      assert.strictEqual((yield* resolve("mnist")).name, "mnist")
      const digits = yield* resolve("digits")
      if (!("source" in digits)) throw new Error("a dataset in files was described")
      assert.deepStrictEqual((yield* readAll(digits.source)).train, golden["svhn-train"])
      const { settings, sources } = yield* fileParams(digits)
      assert.deepStrictEqual(settings, svhn)
      assert.deepStrictEqual(
        sources.map(({ file }) => file),
        ["svhn-train.mat", "svhn-test.mat"]
      )
      const grey = yield* resolve("grey")
      assert.deepStrictEqual("from" in grey && [grey.from.name, grey.transforms], ["digits", [{ transform: "grey" }]])
    })
  )

  it.effect("knows folders by what is in them, and keeps folders of one name apart", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const { resolve, root } = yield* workspace({})
      for (const folder of ["a/My Pets", "b/My Pets"]) {
        yield* fs.makeDirectory(`${root}/${folder}`, { recursive: true })
        yield* fs.copyFile(source("train-zstd.parquet"), `${root}/${folder}/train-0.parquet`)
        yield* fs.copyFile(source("train-gzip.parquet"), `${root}/${folder}/test-0.parquet`)
      }
      const [a, b] = [yield* resolve("a/My Pets"), yield* resolve("My Pets", `${root}/b`)]
      assert.match(a.name, /^my-pets-[0-9a-f]{6}$/)
      assert.notStrictEqual(a.name, b.name)
      if (!("source" in a)) throw new Error("a folder is a dataset in files")
      assert.deepStrictEqual((yield* readAll(a.source)).train, golden["parquet-zstd"])
    })
  )

  it.effect.each([
    ["{", /^configs\/datasets\/x\.json: not JSON \(/],
    [
      { ...svhn, licence: "" },
      /^configs\/datasets\/x\.json: key "licence": expected a text that is not empty, found ""; /
    ],
    [
      { ...svhn, more: 1 },
      /key "more": no such key, found 1; the keys here are \$schema, licence, citation, format, train, test; /
    ],
    [
      { ...svhn, format: "tiff" },
      /key "format": expected "images" or "parquet" or "svhn" or "idx" or "arrow" or "derived", found "tiff"/
    ],
    [
      { format: "derived", from: "mnist", transforms: [] },
      /key "transforms": expected at least one transform, found \[\]/
    ],
    [
      { format: "derived", from: "mnist", transforms: [{ transform: "requantise", levels: 1 }] },
      /key "transforms\.0\.levels": expected a whole number from 2 to 256, found 1/
    ],
    [{ format: "derived", from: "x", transforms: [{ transform: "grey" }] }, /key "from": more than 16 datasets/]
  ] as const)("refuses %j in one line", ([descriptor, message]) =>
    Effect.gen(function* () {
      const { resolve } = yield* workspace({ x: descriptor })
      const error = yield* Effect.flip(resolve("x"))
      assert.match(error.message, message)
      assert.notInclude(error.message, "\n")
    })
  )

  it.effect("names what is known where nothing is found", () =>
    Effect.gen(function* () {
      const { resolve } = yield* workspace({ digits: svhn })
      const error = yield* Effect.flip(resolve("imagenet"))
      assert.match(
        error.message,
        /^No dataset is named "imagenet"; use one of: mnist, .*svhn, digits, or the path of a folder or descriptor\.$/
      )
    })
  )
})

layer(platform)("descriptorSchema", (it) => {
  it("is the one in configs/", () => {
    const file = new URL("../../../../configs/dataset.schema.json", import.meta.url)
    assert.deepStrictEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(JSON.stringify(descriptorSchema())))
  })
})
