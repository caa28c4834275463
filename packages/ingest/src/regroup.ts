import { Stream } from "effect"

/** Two pieces as one: a view where the second continues the first in memory, else a copy. */
const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  if (first.length === 0) return second
  const length = first.length + second.length
  if (first.buffer === second.buffer && first.byteOffset + first.length === second.byteOffset) {
    return new Uint8Array(first.buffer, first.byteOffset, length)
  }
  const bytes = new Uint8Array(length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/** Cuts pieces of any sizes into pieces of `size` bytes, the last one shorter; there is no last one where they fail. */
export const regroup =
  (size: number) =>
  <E, R>(pieces: Stream.Stream<Uint8Array, E, R>): Stream.Stream<Uint8Array, E, R> =>
    Stream.suspend(() => {
      let held: Uint8Array = new Uint8Array(0)
      const whole = Stream.map(pieces, (piece) => {
        const bytes = joined(held, piece)
        const count = Math.floor(bytes.length / size)
        held = bytes.subarray(count * size)
        return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
      })
      const last = Stream.suspend(() => (held.length === 0 ? Stream.empty : Stream.succeed(held)))
      return Stream.concat(Stream.flattenIterable(whole), last)
    })
