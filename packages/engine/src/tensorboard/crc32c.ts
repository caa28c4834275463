/** Castagnoli's polynomial, its bits reversed. */
const polynomial = 0x82f63b78

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0)
  return remainder
})

/** The cyclic redundancy check CRC-32C of bytes, a whole number below 2^32. RFC 3720, appendix B.4. */
export const crc32c = (bytes: Uint8Array): number => {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 0xff]!
  return ~remainder >>> 0
}
