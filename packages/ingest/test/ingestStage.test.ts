import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { ArtifactStore } from "@ebcle/core"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import type { Shard } from "../src/arrow/openSplit.ts"
import { ingestParams, ingestStage } from "../src/ingestStage.ts"
import { platform, readSplit } from "./platform.ts"

/** Made by `golden/mnist.py`, which compares the Arrow files with the IDX files through pyarrow. */
const golden = JSON.parse(readFileSync(new URL("golden/mnist.json", import.meta.url), "utf8"))

const digest = (views: ReadonlyArray<Uint8Array | Int32Array>): string => {
  const hash = createHash("sha256")
  for (const view of views) hash.update(view)
  return hash.digest("hex")
}

const summary = ({ count, shards }: { readonly count: number; readonly shards: ReadonlyArray<Shard> }) => ({
  count,
  recordBatches: shards.length,
  images: digest(shards.map((shard) => shard.images)),
  labels: digest(shards.map((shard) => shard.labels))
})

layer(platform)("ingestStage", (it) => {
  it.effect("gives MNIST as pyarrow reads it, once", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const root = yield* fs.makeTempDirectoryScoped()
      yield* Effect.gen(function* () {
        const store = yield* ArtifactStore
        const request = { stage: ingestStage, params: yield* ingestParams("mnist"), inputs: {}, folder: "mnist/ingest" }
        const { folder, value } = yield* store.obtain(request)
        assert.deepStrictEqual(value.shape, [28, 28, 1])
        assert.deepStrictEqual(value.sources, request.params.sources)
        assert.deepStrictEqual(summary(yield* readSplit(path.join(folder, value.splits.train.file))), golden.train)
        assert.deepStrictEqual(summary(yield* readSplit(path.join(folder, value.splits.test.file))), golden.test)
        assert.strictEqual((yield* store.inspect(request))._tag, "Ready")
      }).pipe(Effect.provide(ArtifactStore.layer({ root })))
    })
  )

  it.effect("refuses files that are not those of its parameters", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      const { name, sources } = yield* ingestParams("mnist")
      const params = { name, sources: sources.map((source) => ({ ...source, sha256: "0".repeat(64) })) }
      const error = yield* Effect.flip(ingestStage.run({ params, inputs: {}, folder }))
      assert.strictEqual(error.reason, "SourceChanged")
    })
  )

  it.effect("knows the datasets that it knows", () =>
    Effect.gen(function* () {
      for (const name of ["mnits", "toString", ""]) {
        const error = yield* Effect.flip(ingestParams(name))
        assert.strictEqual(error.reason, "DatasetUnknown")
        assert.strictEqual(
          error.message,
          `No dataset is named "${name}"; use one of: mnist, fashion-mnist, cifar10, cifar100, cifar100-coarse, stl10, imagenet32, imagenet64, svhn.`
        )
      }
    })
  )
})
