/** Numbers in [0, limit) from a seed: a linear congruential generator, of which the upper bits are used. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

export type Random = ReturnType<typeof randomFrom>

const mutations: ReadonlyArray<(bytes: Uint8Array, random: Random) => Uint8Array> = [
  // Cut.
  (bytes, random) => bytes.slice(0, random(bytes.length)),
  // Made longer.
  (bytes, random) => {
    const longer = new Uint8Array(bytes.length + 1 + random(40)).fill(random(256), bytes.length)
    longer.set(bytes)
    return longer
  },
  // A bit turned over.
  (bytes, random) => {
    const at = random(bytes.length)
    return bytes.with(at, bytes[at]! ^ (1 << random(8)))
  },
  // A few bytes of anything.
  (bytes, random) => {
    const at = random(bytes.length)
    return bytes.slice().fill(random(256), at, at + 1 + random(8))
  },
  // A length that no file has.
  (bytes, random) => {
    const at = random(bytes.length)
    const copy = bytes.slice()
    copy.set([0xff, 0xff, 0xff, 0x7f].slice(0, bytes.length - at), at)
    return copy
  },
  // A part that stands elsewhere too.
  (bytes, random) => {
    const from = random(bytes.length)
    const copy = bytes.slice()
    copy.copyWithin(random(bytes.length), from, from + random(64))
    return copy
  },
  // Something else altogether.
  (_, random) => Uint8Array.from({ length: random(200) }, () => random(256))
]

/** Bytes with one to three changes of every sort. */
export const mutate = (bytes: Uint8Array, random: Random): Uint8Array => {
  let changed = bytes
  for (let left = 1 + random(3); left > 0 && changed.length > 0; left--) {
    changed = mutations[random(mutations.length)]!(changed, random)
  }
  return changed
}
