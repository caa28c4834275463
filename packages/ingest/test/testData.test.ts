import { fileURLToPath } from "node:url"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { idxDataset } from "../src/idx/idxDataset.ts"
import { ingestDataset } from "../src/ingestDataset.ts"
import { mnist } from "../src/mnist.ts"
import { platform, readSplit } from "./platform.ts"

const files = fileURLToPath(new URL("../../../test-data/mnist-first/", import.meta.url))

const idxPaths = (prefix: string) => ({
  images: `${files}${prefix}-images-idx3-ubyte.gz`,
  labels: `${files}${prefix}-labels-idx1-ubyte.gz`
})

layer(platform)("idxDataset on real packed files", (it) => {
  it.effect("gives the first images of the whole dataset", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const [cut, whole] = [yield* fs.makeTempDirectoryScoped(), yield* fs.makeTempDirectoryScoped()]
      const first200 = idxDataset({
        name: "mnist-first",
        classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
        licence: "CC BY-SA 3.0",
        citation: "LeCun, Cortes and Burges",
        train: idxPaths("train"),
        test: idxPaths("t10k")
      })
      yield* ingestDataset(first200, cut)
      yield* ingestDataset(mnist, whole)
      for (const [split, count] of [
        ["train", 200],
        ["test", 100]
      ] as const) {
        const first = yield* readSplit(path.join(cut, `${split}.arrow`))
        const all = yield* readSplit(path.join(whole, `${split}.arrow`))
        assert.strictEqual(first.count, count)
        assert.deepStrictEqual(first.shards[0]!.images, all.shards[0]!.images.subarray(0, count * 784))
        assert.deepStrictEqual(first.shards[0]!.labels, all.shards[0]!.labels.subarray(0, count))
      }
    })
  )
})
