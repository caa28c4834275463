import { type Artifact, type DatasetHeader, sha256, stage } from "@ebcle/core"
import { Effect, Path, Schema, Stream } from "effect"
import { openSplit } from "../arrow/openSplit.ts"
import { IngestError } from "../ingestError.ts"
import { differenceHashes } from "./differenceHash.ts"
import { nearestHashes } from "./nearestHashes.ts"

/** A test image and the training image that looks most like it. */
const Pair = Schema.Struct({
  test: Schema.Int,
  train: Schema.Int,
  /** Bits of the 64 in which their difference hashes differ. */
  distance: Schema.Int,
  /** Whether every pixel is the same. */
  identical: Schema.Boolean,
  testLabel: Schema.Int,
  trainLabel: Schema.Int
})

/**
 * Test images that are in the training split too, or look as if: those with a training image at most three bits away by
 * difference hash. Images of few grey levels share hashes without being alike: `identical` says which are.
 */
export const DuplicateReport = Schema.Struct({
  dataset: Schema.String,
  testImages: Schema.Int,
  similar: Schema.Int,
  identical: Schema.Int,
  pairs: Schema.Array(Pair)
})
export type DuplicateReport = typeof DuplicateReport.Type

interface Fingerprints {
  readonly hashes: Uint32Array
  readonly digests: ReadonlyArray<string>
  readonly labels: Int32Array
}

const fingerprints = Effect.fnUntraced(function* (file: string) {
  const { count, shape, shards } = yield* openSplit(file)
  const size = shape[0] * shape[1] * shape[2]
  const hashes = new Uint32Array(2 * count)
  const labels = new Int32Array(count)
  const digests: Array<string> = []
  yield* Stream.runForEach(shards, (shard) =>
    Effect.sync(() => {
      hashes.set(differenceHashes(shard.images, shape), 2 * digests.length)
      labels.set(shard.labels, digests.length)
      for (let i = 0; i < shard.count; i++) digests.push(sha256(shard.images.subarray(i * size, (i + 1) * size)))
    })
  )
  return { hashes, digests, labels } satisfies Fingerprints
})

/** Pairs of test and training images; where several training images are as near, an identical one, else the first. */
const pairsOf = (train: Fingerprints, test: Fingerprints): DuplicateReport["pairs"] => {
  const firstWith = new Map<string, number>()
  for (const [index, digest] of train.digests.entries()) if (!firstWith.has(digest)) firstWith.set(digest, index)
  return nearestHashes(train.hashes, test.hashes).flatMap((nearest, index) => {
    if (nearest === undefined) return []
    const same = firstWith.get(test.digests[index]!)
    const at = same ?? nearest.index
    const labels = { testLabel: test.labels[index]!, trainLabel: train.labels[at]! }
    return [{ test: index, train: at, distance: nearest.distance, identical: same !== undefined, ...labels }]
  })
}

/** A dataset -> which of its test images are in its training split. */
export const duplicatesStage = stage({
  name: "duplicates",
  version: 1,
  params: Schema.Struct({}),
  output: DuplicateReport,
  file: "duplicates.json",
  run: Effect.fnUntraced(function* ({ inputs }: { readonly inputs: { readonly dataset: Artifact<DatasetHeader> } }) {
    const path = yield* Path.Path
    const { folder, value } = inputs.dataset
    const channels = value.shape[2]
    if (channels !== 1 && channels !== 3) {
      return yield* new IngestError({
        reason: "TransformImpossible",
        message: `${value.name}: difference hashes are of one or three channels, and its images have ${channels}.`
      })
    }
    const train = yield* fingerprints(path.join(folder, value.splits.train.file))
    const test = yield* fingerprints(path.join(folder, value.splits.test.file))
    const pairs = pairsOf(train, test)
    const identical = pairs.filter((pair) => pair.identical).length
    return { dataset: value.name, testImages: test.labels.length, similar: pairs.length, identical, pairs }
  })
})
