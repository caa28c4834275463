import type { Artifact, DatasetHeader } from "@ebcle/core"
import { Effect, Path, Stream } from "effect"
import { openSplit, type SplitReader } from "../arrow/openSplit.ts"
import type { DatasetSource, SplitSource } from "../datasetSource.ts"
import type { ImageChunk } from "../imageChunk.ts"
import { IngestError } from "../ingestError.ts"
import { fitter } from "./fit.ts"
import { grey } from "./grey.ts"
import { requantised } from "./requantise.ts"
import type { Shape } from "./resize.ts"
import { balancedSample, stratifiedSample } from "./stratify.ts"
import type { Transform } from "./transform.ts"

const impossible = (name: string, what: string): IngestError =>
  new IngestError({ reason: "TransformImpossible", message: `${name}: ${what}` })

/** What becomes of the pixels: the new shape, and images, uint8 [count, …shape], as a function of those before. */
interface PixelMap {
  readonly shape: Shape
  readonly map: (images: Uint8Array) => Uint8Array
}

const unchanged = (shape: Shape): PixelMap => ({ shape, map: (images) => images })

const imageByImage = (from: Shape, to: Shape, map: (image: Uint8Array) => Uint8Array): PixelMap => {
  const [before, after] = [from, to].map((shape) => shape.reduce((a, b) => a * b, 1)) as [number, number]
  return {
    shape: to,
    map: (images) => {
      const count = images.length / before
      const result = new Uint8Array(count * after)
      for (let i = 0; i < count; i++) result.set(map(images.subarray(i * before, (i + 1) * before)), i * after)
      return result
    }
  }
}

const pixelMap = (transform: Transform, shape: Shape, name: string): Effect.Effect<PixelMap, IngestError> => {
  const [height, width, channels] = shape
  switch (transform.transform) {
    case "grey":
      return channels === 3
        ? Effect.succeed({ shape: [height, width, 1], map: grey })
        : impossible(name, `"grey" is of three channels, and its images have ${channels}; leave it out.`)
    case "requantise": {
      const values = requantised(transform.levels)
      return Effect.succeed({ shape, map: (images) => Uint8Array.from(images, (value) => values[value]!) })
    }
    case "resize": {
      const size = [transform.height, transform.width] as const
      return Effect.succeed(imageByImage(shape, [...size, channels], fitter(shape, size)))
    }
    default:
      return Effect.succeed(unchanged(shape))
  }
}

/** All labels of a split, in its order. */
const labelsOf = Effect.fnUntraced(function* (split: SplitReader) {
  const labels = new Int32Array(split.count)
  let done = 0
  yield* Stream.runForEach(split.shards, (shard) =>
    Effect.sync(() => {
      labels.set(shard.labels, done)
      done += shard.count
    })
  )
  return labels
})

/** The rows that a transform keeps, in ascending order; undefined for all. */
const keptRows = Effect.fnUntraced(function* (transform: Transform, split: SplitReader, name: string) {
  if (transform.transform !== "subset" && transform.transform !== "balance") return undefined
  const classes = split.classes.length
  if (transform.transform === "balance") return balancedSample(yield* labelsOf(split), classes, transform.seed)
  const kind = split.header.split === "train" ? "train" : "test"
  const count = transform[kind]
  if (count === undefined) return undefined
  if (count > split.count) {
    return yield* impossible(name, `"subset" asks for ${count} ${kind} images of ${split.count}; ask for fewer.`)
  }
  return stratifiedSample(yield* labelsOf(split), classes, count, transform.seed)
})

/** The chosen rows of a shard whose first row is `first`. */
const chosen = ({ images, labels }: ImageChunk, first: number, rows: ReadonlyArray<number>): ImageChunk => {
  const size = images.length / labels.length
  const result = { images: new Uint8Array(rows.length * size), labels: new Int32Array(rows.length) }
  for (const [index, row] of rows.entries()) {
    const at = row - first
    result.images.set(images.subarray(at * size, (at + 1) * size), index * size)
    result.labels[index] = labels[at]!
  }
  return result
}

const splitSource = (split: SplitReader, kept: ReadonlyArray<number> | undefined, { map }: PixelMap): SplitSource => {
  const chunks = split.shards.pipe(
    Stream.mapAccum(
      () => ({ first: 0, next: 0 }),
      ({ first, next }, shard) => {
        const end = first + shard.count
        let after = next
        while (kept !== undefined && after < kept.length && kept[after]! < end) after++
        const chunk = kept === undefined ? shard : chosen(shard, first, kept.slice(next, after))
        return [{ first: end, next: after }, [{ images: map(chunk.images), labels: chunk.labels }]] as const
      }
    ),
    Stream.filter(({ labels }) => labels.length > 0)
  )
  return { count: kept?.length ?? split.count, chunks }
}

/**
 * A dataset of its own that is made from an ingested one. Its sources are those of the one it is made from. An unlabelled
 * split belongs to no class and is left behind.
 *
 * @errors TransformImpossible, and what `openSplit` fails with
 */
export const transformedSource = (
  name: string,
  { folder, value: from }: Artifact<DatasetHeader>,
  transform: Transform
): DatasetSource => ({
  name,
  licence: from.licence,
  citation: from.citation,
  sources: Effect.succeed(from.sources),
  open: Effect.fnUntraced(function* () {
    const path = yield* Path.Path
    const map = yield* pixelMap(transform, from.shape, name)
    const open = Effect.fnUntraced(function* (split: "train" | "test") {
      const reader = yield* openSplit(path.join(folder, from.splits[split].file))
      return splitSource(reader, yield* keptRows(transform, reader, name), map)
    })
    return { shape: map.shape, classes: from.classes, train: yield* open("train"), test: yield* open("test") }
  })
})
