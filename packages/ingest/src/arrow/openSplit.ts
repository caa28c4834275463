import { Effect, type FileSystem, Schema, Stream } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { openArrowFile } from "./openArrowFile.ts"
import { keyPrefix, SplitHeader, unlabelled } from "./splitHeader.ts"

/** `count` images of a split: uint8 [count, height, width, channels] and int32 [count], views into one buffer. */
export interface Shard {
  readonly count: number
  readonly images: Uint8Array
  readonly labels: Int32Array
}

/** A split of which shards can be read, in official order. Nothing stays open: a shard opens the file and closes it. */
export interface SplitReader {
  readonly header: SplitHeader
  /** Images in all shards. */
  readonly count: number
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number]
  readonly classes: ReadonlyArray<string>
  /** Images in each shard. */
  readonly counts: ReadonlyArray<number>
  /**
   * Reads one shard.
   *
   * @errors FileUnreadable; ArrowDamaged at a label that is no class
   * @throws RangeError where there is no such shard
   */
  readonly readShard: (index: number) => Effect.Effect<Shard, IngestError>
  /** All shards in order, each read when it is asked for. */
  readonly shards: Stream.Stream<Shard, IngestError>
}

const decodeHeader = Schema.decodeUnknownEffect(SplitHeader)

/**
 * Opens a split that `writeSplit` wrote. Its header is read now, and about 8 MiB of it with each shard.
 *
 * @errors FileUnreadable; ArrowDamaged where the bytes contradict themselves; ArrowUnexpected where they are another file
 */
export const openSplit = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<SplitReader, IngestError, FileSystem.FileSystem> {
  const { batches, metadata, widths } = yield* openArrowFile(file, { image: "binary", label: "int32" })
  const own = Object.entries(metadata)
    .filter(([key]) => key.startsWith(keyPrefix))
    .map(([key, value]) => [key.slice(keyPrefix.length), value])
  const header = yield* decodeHeader(Object.fromEntries(own)).pipe(
    Effect.mapError((error) =>
      fileError(
        "ArrowUnexpected",
        file,
        `its schema metadata is not that of a split (${error.message.replaceAll(/\s+/g, " ")}); ingest the dataset again.`
      )
    )
  )
  const { classes, shape } = header
  if (shape[0] * shape[1] * shape[2] !== widths.image) {
    return yield* fileError(
      "ArrowDamaged",
      file,
      `its images have ${widths.image} bytes, its shape says ${shape.join("x")}; ingest the dataset again.`
    )
  }
  const counts = batches.map((batch) => batch.count)
  const count = counts.reduce((sum, rows) => sum + rows, 0)
  if (count === 0) return yield* fileError("ArrowUnexpected", file, "it has no images; ingest the dataset again.")
  const valid =
    header.split === "unlabelled"
      ? (label: number) => label === unlabelled
      : (label: number) => label >= 0 && label < classes.length

  const readShard = (index: number): Effect.Effect<Shard, IngestError> => {
    const batch = batches[index]
    if (batch === undefined) throw new RangeError(`Expected a shard below ${batches.length}, found ${index}.`)
    return Effect.flatMap(batch.read, ({ image, label }) => {
      const outside = label.findIndex((value) => !valid(value))
      return outside < 0
        ? Effect.succeed({ count: batch.count, images: image, labels: label })
        : fileError(
            "ArrowDamaged",
            file,
            `label ${label[outside]} in row ${outside} of record batch ${index}, but there are ${classes.length} classes; ingest the dataset again.`,
            batch.byte + label.byteOffset + 4 * outside
          )
    })
  }
  const shards = Stream.mapEffect(Stream.fromIterable(Array.from(batches.keys())), readShard)
  return { header, count, shape, classes, counts, readShard, shards }
})
