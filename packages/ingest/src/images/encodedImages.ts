import { Effect, Stream } from "effect"
import { type ImageChunk, shardRows } from "../imageChunk.ts"
import { fileError, type IngestError } from "../ingestError.ts"
import { fitter } from "../transforms/fit.ts"
import type { Shape } from "../transforms/resize.ts"
import { decodeImage, inspectImage } from "./decodeImage.ts"

/** An image as PNG, JPEG or WebP, with its label; `file` names it in errors. */
export interface EncodedImage {
  readonly file: string
  readonly bytes: Uint8Array
  readonly label: number
}

/** [height, width] that every image is brought to; undefined where all must have one size already. */
export type TargetSize = readonly [number, number] | undefined

/** Images decoded side by side; each may need the memory of a large image. */
const concurrency = 4
/** Images of a chunk: few enough to be a unit of progress. */
const chunkImages = 256

/**
 * The shape that a dataset of these images has: their size or the target size, with one channel if all are grey and three
 * if any has colours. Only heads are read.
 *
 * @errors ImageSizes with the first image that differs from the first of all; what `inspectImage` and the images fail with
 */
export const surveyImages = Effect.fnUntraced(function* <R>(
  images: Stream.Stream<EncodedImage, IngestError, R>,
  size: TargetSize
): Effect.fn.Return<Shape, IngestError, R> {
  let first: { readonly file: string; readonly height: number; readonly width: number } | undefined
  let grey = true
  yield* images.pipe(
    Stream.mapEffect(({ bytes, file }) => Effect.map(inspectImage(bytes, file), (head) => ({ ...head, file })), {
      concurrency
    }),
    Stream.runForEach((image) => {
      first ??= image
      grey &&= image.grey
      return size !== undefined || (image.height === first.height && image.width === first.width)
        ? Effect.void
        : fileError(
            "ImageSizes",
            image.file,
            `${image.height}x${image.width} pixels, but ${first.file} has ${first.height}x${first.width}; name one size for all by "resize": [height, width] in a descriptor.`
          )
    })
  )
  if (first === undefined) return yield* fileError("ImageSizes", "the dataset", "no images; add some.")
  const [height, width] = size ?? [first.height, first.width]
  return [height, width, grey ? 1 : 3]
})

/**
 * Decodes images and brings them to a shape by the rule of `fitter`.
 *
 * @errors what `decodeImage` and the images fail with
 */
export const decodedChunks = <R>(
  images: Stream.Stream<EncodedImage, IngestError, R>,
  [height, width, channels]: Shape
): Stream.Stream<ImageChunk, IngestError, R> => {
  const imageBytes = height * width * channels
  return images.pipe(
    Stream.mapEffect(
      Effect.fnUntraced(function* ({ bytes, file, label }) {
        const image = yield* decodeImage(bytes, file, channels === 1 ? 1 : 3)
        const toShape = fitter([image.height, image.width, channels], [height, width])
        return { pixels: toShape(image.pixels), label }
      }),
      { concurrency }
    ),
    Stream.grouped(Math.min(chunkImages, shardRows(imageBytes))),
    Stream.map((group) => {
      const chunk = { images: new Uint8Array(group.length * imageBytes), labels: new Int32Array(group.length) }
      for (const [index, { label, pixels }] of group.entries()) {
        chunk.images.set(pixels, index * imageBytes)
        chunk.labels[index] = label
      }
      return chunk
    })
  )
}
