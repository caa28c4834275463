import type { IngestError } from "@ebcle/ingest"
import { Effect, type FileSystem, type Path } from "effect"
import { openShards, type SplitOf } from "./openShards.ts"

/** Labels of a split, and some of its images. */
export interface SplitPart {
  readonly labels: Int32Array
  /** uint8 [height, width, channels] by index. */
  readonly images: ReadonlyMap<number, Uint8Array>
}

/**
 * Reads the labels of a split and the images at some indices, in dataset order from 0.
 *
 * @errors those of `openShards`
 */
export const imagesAt = Effect.fnUntraced(function* (
  of: SplitOf,
  indices: ReadonlyArray<number>
): Effect.fn.Return<SplitPart, IngestError, FileSystem.FileSystem | Path.Path> {
  const { count, forEach, shape } = yield* openShards(of)
  const size = shape[0] * shape[1] * shape[2]
  const labels = new Int32Array(count)
  const images = new Map<number, Uint8Array>()
  yield* forEach((shard, start) =>
    Effect.sync(() => {
      labels.set(shard.labels, start)
      for (const index of indices) {
        const own = index - start
        if (own >= 0 && own < shard.count) images.set(index, shard.images.slice(own * size, (own + 1) * size))
      }
    })
  )
  return { labels, images }
})
