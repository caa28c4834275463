import { Field, FixedSizeBinary, Int32, makeData } from "apache-arrow"
import { Effect, type FileSystem, Schema, Stream } from "effect"
import { type ImageChunk, shardRows } from "../imageChunk.ts"
import type { IngestError } from "../ingestError.ts"
import { reshard } from "./reshard.ts"
import { keyPrefix, SplitHeader } from "./splitHeader.ts"
import { writeArrowFile } from "./writeArrowFile.ts"

/** A split to be written: chunks of any sizes, in official order. */
export interface SplitContents<E = never, R = never> {
  readonly header: SplitHeader
  readonly chunks: Stream.Stream<ImageChunk, E, R>
}

/**
 * Writes a split as an Arrow IPC file: column `image` (fixed-size binary, height-width-channel order), column `label`
 * (int32), one record batch per 8 MiB of pixels. A split larger than memory is written in the memory of a few batches.
 *
 * Labels are plain integers with the class names as JSON in the schema metadata `ebcle.classes`, not a dictionary
 * column: so every reader has them as one int32 buffer without decoding, and pyarrow still shows the names.
 *
 * @returns how many images were written
 * @errors FileUnwritable, and what the chunks fail with
 */
export const writeSplit = Effect.fnUntraced(function* <E, R>(
  file: string,
  { chunks, header }: SplitContents<E, R>
): Effect.fn.Return<number, IngestError | E, FileSystem.FileSystem | R> {
  const [height, width, channels] = header.shape
  const imageBytes = height * width * channels
  const type = new FixedSizeBinary(imageBytes)
  const encoded = yield* Schema.encodeEffect(SplitHeader)(header).pipe(Effect.orDie)
  const metadata = Object.fromEntries(Object.entries(encoded).map(([key, value]) => [keyPrefix + key, value]))
  const fields = [new Field("image", type, false), new Field("label", new Int32(), false)]
  let count = 0
  const batches = chunks.pipe(
    reshard(imageBytes, shardRows(imageBytes)),
    Stream.map(({ images, labels, release }) => {
      count += labels.length
      const columns = [
        makeData({ type, data: images, nullCount: 0 }),
        makeData({ type: new Int32(), data: labels, nullCount: 0 })
      ]
      return { columns, release }
    })
  )
  yield* writeArrowFile(file, { fields, metadata, batches })
  return count
})
