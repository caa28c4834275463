import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Effect, Stream } from "effect"
import type { DatasetSource, SplitSource } from "../src/datasetSource.ts"

/** Made by `golden/sources.py` from what independent readers give. */
export const golden = JSON.parse(readFileSync(new URL("golden/sources.json", import.meta.url), "utf8"))

/** The path of a file that `golden/sources.py` made. */
export const source = (name: string): string => fileURLToPath(new URL(`golden/sources/${name}`, import.meta.url))

/** What `golden` has of a split: its shape, and digests of its pixels and labels. */
const digested = Effect.fnUntraced(function* (shape: ReadonlyArray<number>, { chunks, count }: SplitSource) {
  const [images, labels] = [createHash("sha256"), createHash("sha256")]
  let found = 0
  yield* Stream.runForEach(chunks, (chunk) =>
    Effect.sync(() => {
      images.update(chunk.images)
      labels.update(chunk.labels)
      found += chunk.labels.length
    })
  )
  if (found !== count) throw new Error(`${found} images where ${count} were promised`)
  return { shape: [count, ...shape], images: images.digest("hex"), labels: labels.digest("hex") }
})

/** All of a dataset, digested. */
export const readAll = (dataset: DatasetSource) =>
  Effect.gen(function* () {
    const { classes, shape, test, train } = yield* dataset.open("unused")
    return { classes, train: yield* digested(shape, train), test: yield* digested(shape, test) }
  }).pipe(Effect.scoped)
