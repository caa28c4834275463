/** The 32-bit states of Marsaglia's xorshift from a seed on ("Xorshift RNGs", 2003): enough to vary a test. */
function* xorshift(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    yield state >>> 0
  }
}

/** Numbers that lengths and counts are most likely to be trusted with. */
const hostile = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

const joined = (head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(head.length + tail.length)
  bytes.set(head)
  bytes.set(tail, head.length)
  return bytes
}

/** `count` copies of a file, each damaged in one to three ways; the same ones every time. */
export function* mutated(original: Uint8Array, count: number, seed = 1): Generator<Uint8Array> {
  const random = xorshift(seed)
  const below = (limit: number) => random.next().value % Math.max(1, limit)
  for (let copy = 0; copy < count; copy++) {
    let bytes: Uint8Array<ArrayBuffer> = new Uint8Array(original)
    for (let change = 0; change <= below(3); change++) {
      const at = below(bytes.length)
      switch (below(6)) {
        case 0:
          bytes = bytes.slice(0, at)
          break
        case 1:
          bytes = joined(
            bytes,
            Uint8Array.from({ length: below(64) }, () => below(256))
          )
          break
        case 2:
          bytes = joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + below(16))))
          break
        case 3: {
          const view = new DataView(bytes.buffer)
          if (at + 4 <= bytes.length) view.setUint32(at, hostile[below(hostile.length)]!, below(2) === 0)
          break
        }
        default:
          if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << below(8))
      }
    }
    yield bytes
  }
}
