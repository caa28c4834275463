import { Effect } from "effect"
import { fileError, IngestError } from "../ingestError.ts"

/** Most pixels of one image, so that a small hostile file cannot fill the memory: 64 million. */
const mostPixels = 2 ** 26

/** How the three formats begin; whatever else the decoder knows is kept from it. */
const signatures = [
  { format: "PNG", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: "JPEG", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: "WebP", at: 8, bytes: [0x57, 0x45, 0x42, 0x50] }
] as const

/** An image as its head describes it. */
export interface ImageHead {
  readonly height: number
  readonly width: number
  /** Whether it is stored as levels of grey: a palette is colour, whatever its colours are. */
  readonly grey: boolean
}

/** An image: uint8 [height, width, channels]. */
export interface DecodedImage {
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
  readonly pixels: Uint8Array
}

/** Loaded when the first image is there: it is a library of the machine's own kind. */
const loadSharp = Effect.tryPromise({
  try: async () => {
    const { default: sharp } = await import("sharp")
    // Decoders by the cost of memory and in the order of files; they are called side by side from here.
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  },
  catch: (cause) =>
    new IngestError({
      reason: "DecoderMissing",
      message: `The image decoder sharp does not load on this machine (${oneLine(cause)}); run npm ci on it, or ingest the images as Parquet or Arrow elsewhere.`
    })
})

const oneLine = (cause: unknown): string =>
  String(cause instanceof Error ? cause.message : cause).replaceAll(/\s+/g, " ")

const open = Effect.fnUntraced(function* (bytes: Uint8Array, file: string) {
  if (!signatures.some(({ at, bytes: start }) => start.every((byte, index) => bytes[at + index] === byte))) {
    return yield* fileError("ImageUnsupported", file, "not a PNG, JPEG or WebP image; convert it, or take it away.", 0)
  }
  const sharp = yield* loadSharp
  return sharp(bytes, { ignoreIcc: true, failOn: "warning", limitInputPixels: mostPixels })
})

const damaged = (file: string) => (cause: unknown) =>
  fileError("ImageDamaged", file, `not a whole image (${oneLine(cause)}); restore the file, or take it away.`)

/**
 * Reads the head of a PNG, JPEG or WebP image.
 *
 * @param file named in errors
 * @errors DecoderMissing, ImageUnsupported, ImageDamaged, FileTooLarge
 */
export const inspectImage = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  file: string
): Effect.fn.Return<ImageHead, IngestError> {
  const image = yield* open(bytes, file)
  const {
    height,
    pages = 1,
    space,
    width
  } = yield* Effect.tryPromise({
    try: () => image.metadata(),
    catch: damaged(file)
  })
  if (height * width > mostPixels) {
    return yield* fileError("FileTooLarge", file, `${height}x${width} pixels; at most ${mostPixels} are read.`)
  }
  if (pages > 1) return yield* fileError("ImageUnsupported", file, `${pages} frames; save one of them as an image.`)
  if (space === "cmyk") return yield* fileError("ImageUnsupported", file, "in CMYK; save it as RGB.")
  return { height, width, grey: space === "b-w" || space === "grey16" }
})

/**
 * Decodes a PNG, JPEG or WebP image to 8 bits of grey or RGB.
 *
 * - Of 16 bits the high byte is kept.
 * - Palettes become their colours; bits become 0 and 255.
 * - Alpha is blended over black: round(value · alpha / 255).
 * - Grey is repeated where three channels are asked for.
 * - Colour profiles and EXIF orientation are left aside: values are what the file has.
 *
 * @param channels 1 only if `inspectImage` said that it is grey
 * @errors as `inspectImage`
 */
export const decodeImage = Effect.fnUntraced(function* (
  bytes: Uint8Array,
  file: string,
  channels: 1 | 3
): Effect.fn.Return<DecodedImage, IngestError> {
  const image = yield* open(bytes, file)
  const { data, info } = yield* Effect.tryPromise({
    try: () => image.raw().toBuffer({ resolveWithObject: true }),
    catch: damaged(file)
  })
  return { height: info.height, width: info.width, channels, pixels: toChannels(data, info.channels, channels) }
})

/** From what the decoder gives, 3 channels or 4 with alpha, to 1 or 3. */
const toChannels = (data: Uint8Array, from: number, to: 1 | 3): Uint8Array => {
  if (from === to) return data
  const count = data.length / from
  const pixels = new Uint8Array(count * to)
  for (let i = 0; i < count; i++) {
    const alpha = from === 4 ? data[4 * i + 3]! : 255
    for (let channel = 0; channel < to; channel++) {
      pixels[to * i + channel] = Math.round((data[from * i + channel]! * alpha) / 255)
    }
  }
  return pixels
}
