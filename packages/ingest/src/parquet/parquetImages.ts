import { Effect, type FileSystem, Schema, type Scope, Stream } from "effect"
import type { EncodedImage } from "../images/encodedImages.ts"
import { fileError, type IngestError } from "../ingestError.ts"
import { openParquet } from "./openParquet.ts"

/** The columns that hold images and labels. */
export interface ParquetColumns {
  readonly image: string
  readonly label: string
}

/** What model hubs call the columns: one of these for the image, and for the label. */
const usual = { image: ["image", "img"], label: ["label"] } as const

/** The features that the `datasets` library of Hugging Face writes into the metadata, as far as they name classes. */
const Features = Schema.fromJsonString(
  Schema.Struct({
    info: Schema.Struct({
      features: Schema.Record(Schema.String, Schema.Struct({ names: Schema.optionalKey(Schema.Array(Schema.String)) }))
    })
  })
)
const decodeFeatures = Schema.decodeUnknownOption(Features)

/** A row's image: the bytes of an image file, beside its name there. */
const Row = Schema.Struct({
  image: Schema.Struct({ bytes: Schema.Uint8Array }),
  label: Schema.Union([Schema.BigInt, Schema.Int])
})
const decodeRow = Schema.decodeUnknownOption(Row)

/** A Parquet file of images: its columns, its rows, and the names of its classes where it states them. */
export interface ParquetImages {
  readonly count: number
  readonly classes: ReadonlyArray<string> | undefined
  readonly images: Stream.Stream<EncodedImage, IngestError>
}

/**
 * Opens a Parquet file with a column of images (a struct of `bytes` and `path`, as model hubs publish them) and one of
 * whole labels. Row groups are read one at a time.
 *
 * @param columns undefined for the usual names: `image` or `img`, and `label`
 * @errors those of `openParquet`, ParquetUnexpected
 */
export const parquetImages = Effect.fnUntraced(function* (
  file: string,
  columns: ParquetColumns | undefined
): Effect.fn.Return<ParquetImages, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { metadata, rows } = yield* openParquet(file)
  const unexpected = (what: string) => fileError("ParquetUnexpected", file, what)
  // The root comes first, and a struct before its members; names may repeat below it.
  const names = new Set(
    metadata.row_groups.flatMap((group) => group.columns.map(({ meta_data }) => meta_data!.path_in_schema[0]!))
  )
  const column = Effect.fnUntraced(function* (kind: keyof ParquetColumns) {
    const wanted = columns === undefined ? usual[kind] : [columns[kind]]
    const name = wanted.find((candidate) => names.has(candidate))
    if (name !== undefined) return name
    return yield* unexpected(
      `no column ${wanted.join(" or ")} for the ${kind}, but ${[...names].join(", ") || "none at all"}; name it under "columns" in a descriptor.`
    )
  })
  const image = yield* column("image")
  const label = yield* column("label")
  const features = metadata.key_value_metadata?.find(({ key }) => key === "huggingface")?.value
  const stated = decodeFeatures(features)
  const classes = stated._tag === "Some" ? stated.value.info.features[label]?.names : undefined
  const imageOf = Effect.fnUntraced(function* (row: unknown, index: number) {
    const { [image]: pixels, [label]: number } = row as Readonly<Record<string, unknown>>
    const found = decodeRow({ image: pixels, label: number })
    const at = `${file}, row ${index}`
    if (found._tag === "None") {
      return yield* fileError(
        "ParquetUnexpected",
        at,
        `its ${image} is no struct with bytes, or its ${label} no whole number.`
      )
    }
    const value = Number(found.value.label)
    if (value < 0 || value >= 2 ** 31) return yield* fileError("LabelRange", at, `label ${value}; labels count from 0.`)
    return { file: at, bytes: found.value.image.bytes, label: value } satisfies EncodedImage
  })
  const images = Stream.fromIterable(Array.from(metadata.row_groups.keys())).pipe(
    Stream.mapEffect((group) => rows(group, [image, label])),
    Stream.flatMap((found) => Stream.fromIterable(found)),
    Stream.zipWithIndex,
    Stream.mapEffect(([row, index]) => imageOf(row, index))
  )
  return { count: Number(metadata.num_rows), classes, images }
})
