/** The largest distance that is looked for: with three bits that differ, one of four 16-bit parts is equal. */
export const mostDistance = 3
const parts = mostDistance + 1

const partAt = (hashes: Uint32Array, index: number, part: number): number =>
  (hashes[2 * index + (part >> 1)]! >>> (part % 2 === 0 ? 16 : 0)) & 0xffff

/** Bits that are set (Hacker's Delight, 2nd edition, figure 5-2). */
const bitCount = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The indices of hashes by one of their parts: those with value v stand from `starts[v]` to `starts[v + 1]`. */
const indexOf = (hashes: Uint32Array, part: number) => {
  const count = hashes.length / 2
  const starts = new Uint32Array(2 ** 16 + 1)
  for (let i = 0; i < count; i++) starts[partAt(hashes, i, part) + 1]! += 1
  for (let value = 0; value < 2 ** 16; value++) starts[value + 1]! += starts[value]!
  const next = starts.slice()
  const members = new Uint32Array(count)
  for (let i = 0; i < count; i++) members[next[partAt(hashes, i, part)]!++] = i
  return { starts, members }
}

/** The nearest of the hashes that were given first, and how many bits differ. */
export interface Nearest {
  readonly index: number
  readonly distance: number
}

/**
 * For each query the nearest hash at most three bits away, the first of equals; undefined where there is none.
 *
 * @param hashes uint32 [count, 2]
 * @param queries uint32 [queries, 2]
 */
export const nearestHashes = (hashes: Uint32Array, queries: Uint32Array): ReadonlyArray<Nearest | undefined> => {
  const indices = Array.from({ length: parts }, (_, part) => indexOf(hashes, part))
  return Array.from({ length: queries.length / 2 }, (_, query) => {
    let nearest: Nearest | undefined
    for (const [part, { members, starts }] of indices.entries()) {
      const value = partAt(queries, query, part)
      for (let at = starts[value]!; at < starts[value + 1]!; at++) {
        const index = members[at]!
        const distance =
          bitCount(hashes[2 * index]! ^ queries[2 * query]!) +
          bitCount(hashes[2 * index + 1]! ^ queries[2 * query + 1]!)
        if (distance > mostDistance) continue
        const nearer = nearest === undefined || distance < nearest.distance
        if (nearer || (distance === nearest!.distance && index < nearest!.index)) nearest = { index, distance }
      }
    }
    return nearest
  })
}
