import { type MeasureName, reportProgress } from "@ebcle/core"
import type { IngestError } from "@ebcle/ingest"
import { Effect, type FileSystem, type Path, type Scope } from "effect"
import { type Column, columnsOf } from "./measureImages.ts"
import { measurePool } from "./measurePool.ts"
import { openShards, type SplitOf } from "./openShards.ts"
import { WorkerCount } from "./workerCount.ts"

/** What was measured of a split, image by image in dataset order. */
export interface SplitMeasurements {
  readonly columns: ReadonlyArray<Column & { readonly values: Float64Array }>
  readonly labels: Int32Array
  readonly classes: ReadonlyArray<string>
}

/** Bytes of images that are measured in one piece. */
const pieceBytes = 8 * 2 ** 20

/** Bytes of images, times measures, that are worth the start of a thread. */
const worthAThread = 16 * 2 ** 20

/**
 * Measures every image of a split in one pass over the file, whatever the number of measures.
 *
 * @errors those of `openShards`
 */
export const measureSplit = Effect.fnUntraced(function* (
  of: SplitOf,
  names: ReadonlyArray<MeasureName>
): Effect.fn.Return<SplitMeasurements, IngestError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const { classes, count, forEach, shape } = yield* openShards(of)
  const size = shape[0] * shape[1] * shape[2]
  const capacity = Math.min(count, Math.max(1, Math.floor(pieceBytes / size)))
  const worthwhile = Math.ceil((count * size * names.length) / worthAThread)
  const pool = yield* measurePool({ names, shape, capacity, workers: Math.min(yield* WorkerCount, worthwhile) })
  const columns = columnsOf(names, shape).map((column) => ({ ...column, values: new Float64Array(count) }))
  const labels = new Int32Array(count)
  yield* forEach(
    Effect.fnUntraced(function* (shard, start) {
      labels.set(shard.labels, start)
      for (let from = 0; from < shard.count; from += capacity) {
        const to = Math.min(shard.count, from + capacity)
        const rows = yield* pool(shard.images.subarray(from * size, to * size))
        for (const [index, { values }] of columns.entries()) {
          for (let row = 0; row < to - from; row++) values[start + from + row] = rows[row * columns.length + index]!
        }
        yield* reportProgress({ task: `profile ${of.dataset.name}`, done: start + to, total: count, unit: "images" })
        // A piece is milliseconds of work; between two of them others get their turn.
        yield* Effect.yieldNow
      }
    })
  )
  return { columns, labels, classes }
}, Effect.scoped)
