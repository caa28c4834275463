import { crc32c } from "./crc32c.ts"

/** So that the check of bytes that hold a check is not a constant. */
const maskDelta = 0xa282ead8

const maskedCheck = (bytes: Uint8Array): number => {
  const check = crc32c(bytes)
  return (((check >>> 15) | (check << 17)) + maskDelta) >>> 0
}

const frame = (record: Uint8Array): Uint8Array => {
  const framed = new Uint8Array(8 + 4 + record.length + 4)
  const view = new DataView(framed.buffer)
  view.setBigUint64(0, BigInt(record.length), true)
  view.setUint32(8, maskedCheck(framed.subarray(0, 8)), true)
  framed.set(record, 12)
  view.setUint32(12 + record.length, maskedCheck(record), true)
  return framed
}

/** Records as a TFRecord file: each between its length and checks of both. Source: TensorFlow's `record_writer.h`. */
export const recordFile = (records: ReadonlyArray<Uint8Array>): Uint8Array => {
  const framed = records.map(frame)
  const file = new Uint8Array(framed.reduce((length, { byteLength }) => length + byteLength, 0))
  let at = 0
  for (const bytes of framed) {
    file.set(bytes, at)
    at += bytes.length
  }
  return file
}
