/** Four words of 32 bits, each as an int32. */
export type PhiloxBlock = readonly [number, number, number, number]

const rounds = 10

/** The high word of the product of two uint32. All sums stay below 2^53, so they are exact. */
const highWord = (a: number, b: number): number => {
  const [high, low] = [a >>> 16, a & 0xffff]
  return Math.floor((high * b + Math.floor((low * b) / 0x10000)) / 0x10000)
}

/**
 * The Philox 4x32-10 bijection: a block of random bits that is a function of a key and a counter alone.
 *
 * Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
 */
export const philox = (key: readonly [number, number], counter: PhiloxBlock): PhiloxBlock => {
  let [k0, k1] = key
  let [c0, c1, c2, c3] = counter
  for (let round = 0; round < rounds; round++) {
    const [high0, low0] = [highWord(0xd2511f53, c0 >>> 0), Math.imul(0xd2511f53, c0)]
    const [high1, low1] = [highWord(0xcd9e8d57, c2 >>> 0), Math.imul(0xcd9e8d57, c2)]
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  return [c0, c1, c2, c3]
}

/** The counter `blocks` later, as a number of 128 bits whose first word is the lowest. */
const skip = (counter: PhiloxBlock, blocks: number): PhiloxBlock => {
  let carry = blocks
  const word = (value: number): number => {
    const sum = (value >>> 0) + carry
    carry = Math.floor(sum / 2 ** 32)
    return sum | 0
  }
  return [word(counter[0]), word(counter[1]), word(counter[2]), word(counter[3])]
}

/**
 * Uniform numbers in [0, 1): multiples of 2^-23 by the low 23 bits of each word, four to a block of consecutive
 * counters. These are the bits of TensorFlow's StatelessRandomUniformV2.
 */
export const philoxUniform = (
  key: readonly [number, number],
  counter: PhiloxBlock,
  count: number
): Float32Array<ArrayBuffer> => {
  const numbers = new Float32Array(count)
  for (let i = 0; i < count; i += 4) {
    const block = philox(key, skip(counter, i / 4))
    for (let j = i; j < Math.min(i + 4, count); j++) numbers[j] = (block[j - i]! & 0x7fffff) / 0x800000
  }
  return numbers
}
