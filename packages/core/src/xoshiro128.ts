/** State of a generator: four 32-bit words, not all 0. */
export type Xoshiro128 = Uint32Array

/**
 * A generator from a seed: its words are a Weyl sequence, each mixed by the finaliser of MurmurHash3, as SplitMix does
 * (Steele, Lea, Flood, OOPSLA 2014). Both steps are bijections, so no two words are equal and never are all 0.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 */
export const seedXoshiro128 = (seed: number): Xoshiro128 => {
  let state = (seed % 2 ** 32) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)
  return Uint32Array.from({ length: 4 }, () => {
    state = (state + 0x9e3779b9) | 0
    let word = state
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return word ^ (word >>> 16)
  })
}

/**
 * The next 32 bits of xoshiro128** 1.1, which advances `state` (Blackman and Vigna, "Scrambled linear pseudorandom
 * number generators", ACM TOMS 47(4), 2021). Period 2^128 - 1.
 */
export const nextUint32 = (state: Xoshiro128): number => {
  const second = state[1]!
  const product = Math.imul(second, 5)
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
  state[2]! ^= state[0]!
  state[3]! ^= second
  state[1]! ^= state[2]!
  state[0]! ^= state[3]!
  state[2]! ^= second << 9
  state[3] = (state[3]! << 11) | (state[3]! >>> 21)
  return result
}
