import { deflateRawSync } from "node:zlib"
import type { Shape } from "./measure.ts"

/** Bytes of DEFLATE (RFC 1951) at level 9, without a header or a checksum. */
const compressedSize = (bytes: Uint8Array): number => deflateRawSync(bytes, { level: 9 }).length

/** Nats in a byte. */
const byte = 8 * Math.LN2

/** Nats per pixel that an image takes as DEFLATE; what of a pixel goes in is up to the caller. */
export const deflatedPerPixel = ([height, width]: Shape, bytes: Uint8Array): number =>
  (compressedSize(bytes) * byte) / (height * width)

/** The most that `deflatedPerPixel` can be: blocks of 16,383 bytes or less as they are, with 5 bytes before each. */
export const deflateCeiling = ([height, width]: Shape, bytes: number): number =>
  ((bytes + 5 * (Math.floor(bytes / 16_383) + 1)) * byte) / (height * width)
