/**
 * What each of the 256 values becomes when there are only `levels`: value v falls into bin ⌊v·levels/256⌋ of equal
 * width, and bin b is spread back over the range to round(255·b/(levels − 1)).
 *
 * So 256 levels change nothing, 2 levels leave 0 and 255, and the entropy of an image is at most ln(levels). Ours.
 */
export const requantised = (levels: number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, value) => Math.round((255 * Math.floor((value * levels) / 256)) / (levels - 1)))
