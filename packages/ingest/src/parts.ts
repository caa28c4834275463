import { type Effect, Stream } from "effect"
import type { SplitSource } from "./datasetSource.ts"
import { type ImageChunk, shardRows } from "./imageChunk.ts"
import type { IngestError } from "./ingestError.ts"

/** A run of images that can be read at any place, such as one file of a split. */
export interface Part {
  readonly count: number
  /** `count` images from image `first` on. */
  readonly read: (first: number, count: number) => Effect.Effect<ImageChunk, IngestError>
}

/** A split that consists of these parts, in their order; each is read in chunks of a record batch. */
export const splitOf = (parts: ReadonlyArray<Part>, imageBytes: number): SplitSource => {
  const rows = shardRows(imageBytes)
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    chunks: Stream.flatMap(Stream.fromIterable(parts), ({ count, read }) =>
      Stream.fromIterable(Array.from({ length: Math.ceil(count / rows) }, (_, index) => index * rows)).pipe(
        Stream.rechunk(1),
        Stream.mapEffect((first) => read(first, Math.min(rows, count - first)))
      )
    )
  }
}
