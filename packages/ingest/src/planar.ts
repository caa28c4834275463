/**
 * Turns images of planes, [count, channels, area], into interleaved pixels, [count, area, channels].
 *
 * @param source the planes of image i start at byte `first + i * stride`
 * @param images where they go: uint8 [count, area, channels], from a multiple of 4 bytes on; new memory if absent
 * @returns `images`
 */
export const interleave = (
  source: Uint8Array,
  { area, channels, count, first, stride }: PlanarLayout,
  images: Uint8Array<ArrayBuffer> = new Uint8Array(count * area * channels)
): Uint8Array<ArrayBuffer> => {
  if (channels === 3 && area % 4 === 0) interleaveRgb(source, { area, count, first, stride }, images)
  else {
    for (let image = 0; image < count; image++) {
      const start = first + image * stride
      for (let channel = 0; channel < channels; channel++) {
        let at = image * area * channels + channel
        for (let pixel = 0; pixel < area; pixel++) {
          images[at] = source[start + channel * area + pixel]!
          at += channels
        }
      }
    }
  }
  return images
}

/** Where the planes of `count` images lie in a buffer: at `first`, and from one image to the next `stride` bytes on. */
export interface PlanarLayout {
  readonly count: number
  readonly channels: number
  /** Pixels in a plane. */
  readonly area: number
  readonly first: number
  readonly stride: number
}

/**
 * Four pixels at a time: three words in, three words out, which is more than twice as fast as byte by byte. Records may
 * start at any byte, so the planes of each image are copied to where words are aligned. Little-endian.
 */
const interleaveRgb = (
  source: Uint8Array,
  { area, count, first, stride }: Omit<PlanarLayout, "channels">,
  images: Uint8Array<ArrayBuffer>
): void => {
  const planes = new Uint8Array(3 * area)
  const words = new Uint32Array(planes.buffer)
  const out = new Uint32Array(images.buffer, images.byteOffset, (count * area * 3) / 4)
  const quads = area / 4
  let at = 0
  for (let image = 0; image < count; image++) {
    const start = first + image * stride
    planes.set(source.subarray(start, start + 3 * area))
    for (let quad = 0; quad < quads; quad++) {
      const red = words[quad]!
      const green = words[quad + quads]!
      const blue = words[quad + 2 * quads]!
      out[at] = (red & 0xff) | ((green & 0xff) << 8) | ((blue & 0xff) << 16) | ((red << 16) & 0xff000000)
      out[at + 1] = ((green >>> 8) & 0xff) | (blue & 0xff00) | (red & 0xff0000) | ((green << 8) & 0xff000000)
      out[at + 2] = ((blue >>> 16) & 0xff) | ((red >>> 16) & 0xff00) | ((green >>> 8) & 0xff0000) | (blue & 0xff000000)
      at += 3
    }
  }
}
