import type { DatasetHeader } from "@ebcle/core"
import { type IngestError, openSplit, type Shard } from "@ebcle/ingest"
import { Effect, type FileSystem, Path, Stream } from "effect"

/** A split of a dataset, by its header and the folder that it lies in. */
export interface SplitOf {
  readonly dataset: DatasetHeader
  readonly folder: string
  readonly split: "train" | "test"
}

/** What is done with a shard, of which the first image has the index `start` in the split. */
type UseShard = (shard: Shard, start: number) => Effect.Effect<void, IngestError>

/** A split whose shards can be gone through, one after the other in official order. */
export interface Shards {
  readonly count: number
  readonly shape: readonly [number, number, number]
  readonly classes: ReadonlyArray<string>
  readonly forEach: (use: UseShard) => Effect.Effect<void, IngestError>
}

/**
 * Opens a split of a dataset.
 *
 * @errors those of `openSplit`
 */
export const openShards = Effect.fnUntraced(function* ({
  dataset,
  folder,
  split
}: SplitOf): Effect.fn.Return<Shards, IngestError, FileSystem.FileSystem | Path.Path> {
  const path = yield* Path.Path
  const { classes, count, shape, shards } = yield* openSplit(path.join(folder, dataset.splits[split].file))
  const forEach = (use: UseShard) =>
    Effect.suspend(() => {
      let next = 0
      return Stream.runForEach(shards, (shard) => {
        const start = next
        next += shard.count
        return use(shard, start)
      })
    })
  return { count, shape, classes, forEach }
})
