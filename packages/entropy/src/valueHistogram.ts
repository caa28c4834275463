import type { Estimator, TermSum } from "./estimators.ts"
import type { Measure, OfImage } from "./measure.ts"

type Counts = Int32Array | Uint16Array

/** Counts the bytes of words into four histograms. A function of its own, which the compiler then optimises as a whole. */
const countWords = (counts: Counts, words: Int32Array, from: number, to: number): void => {
  let zeros = 0
  for (let at = from; at < to; at++) {
    const word = words[at]!
    if (word === 0) {
      zeros += 4
      continue
    }
    counts[word & 255]!++
    counts[256 + ((word >>> 8) & 255)]!++
    counts[512 + ((word >>> 16) & 255)]!++
    counts[768 + (word >>> 24)]!++
  }
  counts[0]! += zeros
}

/**
 * Prepares counting of the 8-bit values of an image into four histograms, one after the other: equal neighbours would
 * wait for each other's count in one. Four values are read at a time, and four zeros, as backgrounds have them, are one
 * count. Little-endian.
 */
const counter = (counts: Counts, size: number): ((images: Uint8Array, start: number) => void) => {
  let seen: Uint8Array = new Uint8Array(0)
  let phase = 0
  let words: Int32Array = new Int32Array(0)
  return (images, start) => {
    if (images !== seen) {
      phase = images.byteOffset & 3
      const first = images.byteOffset - phase
      words = new Int32Array(images.buffer, first, (images.buffer.byteLength - first) >> 2)
      seen = images
    }
    const end = start + size
    // Words begin where memory is aligned, images anywhere.
    const from = Math.min(end, start + (-(start + phase) & 3))
    const to = from + ((end - from) & ~3)
    for (let at = start; at < from; at++) counts[images[at]!]!++
    countWords(counts, words, (from + phase) >> 2, (to + phase) >> 2)
    for (let at = to; at < end; at++) counts[images[at]!]!++
  }
}

/**
 * The sum over the histogram of a small image, whose counts fit into 16 bits: two of them are added, and cleared, as one
 * word. In images of a thousand pixels this takes as long as counting.
 */
const sumOfSmall = ({ constant, terms }: TermSum, size: number): OfImage => {
  const counts = new Uint16Array(4 * 256)
  const pairs = new Int32Array(counts.buffer)
  const count = counter(counts, size)
  return (images, start) => {
    count(images, start)
    let entropy = 0
    for (let pair = 0; pair < 128; pair++) {
      const sum = pairs[pair]! + pairs[128 + pair]! + pairs[256 + pair]! + pairs[384 + pair]!
      pairs[pair] = 0
      pairs[128 + pair] = 0
      pairs[256 + pair] = 0
      pairs[384 + pair] = 0
      entropy += terms[sum & 0xffff]!
      entropy += terms[sum >>> 16]!
    }
    return entropy + constant
  }
}

const sumOfAny = ({ constant, terms }: TermSum, size: number): OfImage => {
  const histogram = histogramOf(size)
  return (images, start) => histogram(images, start).reduce((entropy, count) => entropy + terms[count]!, 0) + constant
}

/** Prepares the histogram of all values of an image: int32 [256], used again for the next. */
const histogramOf = (size: number): ((images: Uint8Array, start: number) => Int32Array) => {
  const counts = new Int32Array(4 * 256)
  const total = new Int32Array(256)
  const count = counter(counts, size)
  return (images, start) => {
    count(images, start)
    for (let value = 0; value < 256; value++) {
      total[value] = counts[value]! + counts[256 + value]! + counts[512 + value]! + counts[768 + value]!
    }
    counts.fill(0)
    return total
  }
}

/** Prepares an estimate that is a sum, of the histogram of all values of an image: the fastest that there is. */
export const valueHistogramSum =
  (sum: (size: number) => TermSum): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    return size < 2 ** 16 ? sumOfSmall(sum(size), size) : sumOfAny(sum(size), size)
  }

/** Prepares the entropy, by any estimator, of the histogram of all values of an image. */
export const valueHistogram =
  (estimator: Estimator): Measure["of"] =>
  ([height, width, channels]) => {
    const size = height * width * channels
    const estimate = estimator(size)
    const histogram = histogramOf(size)
    return (images, start) => estimate(histogram(images, start))
  }
