/** The 64-bit FNV-1a hash of a text in UTF-8, as two int32 with the lower word first (Fowler, Noll and Vo 1991). */
export const fnv1a = (text: string): readonly [number, number] => {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return [Number(BigInt.asIntN(32, hash)), Number(BigInt.asIntN(32, hash >> 32n))]
}
