import { Field, FixedSizeBinary, Int32, makeData } from "apache-arrow"
import { Effect, type FileSystem, Schema } from "effect"
import type { IngestError } from "./ingestError.ts"
import { keyPrefix, SplitHeader } from "./splitHeader.ts"
import { writeArrowFile } from "./writeArrowFile.ts"

/** Pixels of one record batch: large enough to read fast, small enough to be a unit of work and of progress. */
const shardBytes = 8 * 2 ** 20

/** A split to be written: `images` is uint8 [count, height, width, channels], `labels` is int32 [count]. */
export interface SplitContents {
  readonly header: SplitHeader
  readonly images: Uint8Array
  readonly labels: Int32Array
}

/**
 * Writes a split as an Arrow IPC file: column `image` (fixed-size binary, height-width-channel order), column `label`
 * (int32), one record batch per 8 MiB of pixels.
 *
 * Labels are plain integers with the class names as JSON in the schema metadata `ebcle.classes`, not a dictionary
 * column: so every reader has them as one int32 buffer without decoding, and pyarrow still shows the names.
 *
 * @errors FileUnwritable
 */
export const writeSplit = Effect.fnUntraced(function* (
  file: string,
  { header, images, labels }: SplitContents
): Effect.fn.Return<void, IngestError, FileSystem.FileSystem> {
  const [height, width, channels] = header.shape
  const imageBytes = height * width * channels
  const count = labels.length
  if (images.length !== count * imageBytes) {
    throw new RangeError(`Expected ${count} images of ${imageBytes} bytes, found ${images.length} bytes.`)
  }
  const type = new FixedSizeBinary(imageBytes)
  const perShard = Math.max(1, Math.floor(shardBytes / imageBytes))
  const batches = Array.from({ length: Math.ceil(count / perShard) }, (_, shard) => {
    const start = shard * perShard
    const end = Math.min(count, start + perShard)
    return [
      makeData({ type, data: images.subarray(start * imageBytes, end * imageBytes), nullCount: 0 }),
      makeData({ type: new Int32(), data: labels.subarray(start, end), nullCount: 0 })
    ]
  })
  const encoded = yield* Schema.encodeEffect(SplitHeader)(header).pipe(Effect.orDie)
  const metadata = Object.fromEntries(Object.entries(encoded).map(([key, value]) => [keyPrefix + key, value]))
  const fields = [new Field("image", type, false), new Field("label", new Int32(), false)]
  yield* writeArrowFile(file, { fields, metadata, batches })
})
