import type { Measure, OfImage, Shape } from "../measure.ts"
import { plugInTerms } from "../plugInTerms.ts"

/**
 * Prepares the entropy of whole pixels: a hash table with open addressing holds where each colour was first met, and
 * how often it was.
 */
const ofPixels = ([height, width, channels]: Shape): OfImage => {
  const size = height * width
  const terms = plugInTerms(size)
  // At most half of the slots are ever in use.
  const bits = 33 - Math.clz32(size)
  const last = 2 ** bits - 1
  const first = new Int32Array(last + 1)
  const counts = new Int32Array(last + 1)

  const slotOf = (images: Uint8Array, pixel: number): number => {
    let hash = 0
    // Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4) of the bytes so far.
    for (let c = 0; c < channels; c++) hash = Math.imul(hash ^ images[pixel + c]!, 0x9e3779b1)
    let slot = hash >>> (32 - bits)
    while (counts[slot]! > 0) {
      let c = 0
      while (c < channels && images[first[slot]! + c] === images[pixel + c]) c++
      if (c === channels) break
      slot = (slot + 1) & last
    }
    return slot
  }

  return (images, start) => {
    const end = start + size * channels
    for (let pixel = start; pixel < end; pixel += channels) {
      const slot = slotOf(images, pixel)
      if (counts[slot]!++ === 0) first[slot] = pixel
    }
    let entropy = 0
    for (const count of counts) entropy += terms[count]!
    counts.fill(0)
    return entropy
  }
}

/** Shannon entropy of the histogram of whole pixels: of colours, where an image has three channels. */
export const shannonJoint: Measure = {
  title: "joint Shannon entropy",
  describes: "How evenly an image uses its colours: the values of a pixel in all channels are one symbol.",
  source: "Shannon (1948)",
  unit: "nats",
  channels: "together",
  ceiling: ([height, width, channels]) => Math.min(Math.log(height * width), channels * Math.log(256)),
  of: ofPixels
}
