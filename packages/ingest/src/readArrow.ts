import { Effect, type FileSystem, Schema } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"
import { readArrowFile } from "./readArrowFile.ts"
import { keyPrefix, SplitHeader } from "./splitHeader.ts"

/** `count` images of a split: uint8 [count, height, width, channels] and int32 [count], views into the file's bytes. */
export interface Shard {
  readonly count: number
  readonly images: Uint8Array
  readonly labels: Int32Array
}

/** A split that is open for reading, in official order. */
export interface SplitReader {
  readonly header: SplitHeader
  readonly count: number
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number]
  readonly classes: ReadonlyArray<string>
  readonly shards: ReadonlyArray<Shard>
}

const decodeHeader = Schema.decodeUnknownEffect(SplitHeader)

/**
 * Opens a split that `writeSplit` wrote. Nothing is copied: pixels and labels are views into the bytes of the file.
 *
 * @errors FileUnreadable; ArrowDamaged where the bytes contradict themselves; ArrowUnexpected where they are another file
 */
export const openSplit = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<SplitReader, IngestError, FileSystem.FileSystem> {
  const { batches, metadata, widths } = yield* readArrowFile(file, { image: "binary", label: "int32" })
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
  const shards = batches.map(({ columns, count }) => ({ count, images: columns.image, labels: columns.label }))
  const count = shards.reduce((sum, shard) => sum + shard.count, 0)
  if (count === 0) return yield* fileError("ArrowUnexpected", file, "it has no images; ingest the dataset again.")
  for (const [index, { labels }] of shards.entries()) {
    const outside = labels.findIndex((label) => label < 0 || label >= classes.length)
    if (outside >= 0) {
      return yield* fileError(
        "ArrowDamaged",
        file,
        `label ${labels[outside]} in row ${outside} of record batch ${index}, but there are ${classes.length} classes; ingest the dataset again.`,
        labels.byteOffset + 4 * outside
      )
    }
  }
  return { header, count, shape, classes, shards }
})
