import { crc32, deflateRawSync, gzipSync } from "node:zlib"
import tar from "tar-stream"

/** A file to be put into an archive. */
export interface File {
  readonly name: string
  readonly bytes: Uint8Array
  readonly type?: "file" | "symlink" | "link" | "directory"
}

/** A tar, not packed. */
export const tarOf = async (files: ReadonlyArray<File>): Promise<Buffer> => {
  const pack = tar.pack()
  for (const { bytes, name, type = "file" } of files) {
    if (type === "file") pack.entry({ name }, Buffer.from(bytes))
    else pack.entry({ name, type, linkname: "/etc/passwd" })
  }
  pack.finalize()
  const parts: Array<Uint8Array> = []
  for await (const part of pack) parts.push(part as Uint8Array)
  return Buffer.concat(parts)
}

export const tarGzOf = async (files: ReadonlyArray<File>): Promise<Buffer> => gzipSync(await tarOf(files))

/** Little-endian numbers of 2 or 4 bytes, as pairs of value and size. */
const numbers = (...pairs: ReadonlyArray<readonly [number, 2 | 4]>) => {
  const bytes = Buffer.alloc(pairs.reduce((sum, [, size]) => sum + size, 0))
  let at = 0
  for (const [value, size] of pairs) {
    bytes.writeUIntLE(value, at, size)
    at += size
  }
  return bytes
}

/** A zip, its files deflated or stored. Format: PKWARE's APPNOTE.TXT 6.3, without the parts for large files. */
export const zipOf = (files: ReadonlyArray<File>, method: "deflated" | "stored" = "deflated"): Buffer => {
  const locals: Array<Buffer> = []
  const entries: Array<Buffer> = []
  let offset = 0
  for (const { bytes, name, type = "file" } of files) {
    const packed = method === "deflated" ? deflateRawSync(bytes) : Buffer.from(bytes)
    const title = Buffer.from(name)
    const common = numbers(
      [method === "deflated" ? 8 : 0, 2],
      [0, 4],
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
      [title.length, 2],
      [0, 2]
    )
    const local = Buffer.concat([numbers([0x04034b50, 4], [20, 2], [0, 2]), common, title, packed])
    const mode = type === "symlink" ? 0o120777 : 0o100644
    const place = numbers([0, 2], [0, 2], [0, 2], [mode * 2 ** 16, 4], [offset, 4])
    entries.push(Buffer.concat([numbers([0x02014b50, 4], [0x0314, 2], [20, 2], [0, 2]), common, place, title]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = numbers(
    [0x06054b50, 4],
    [0, 4],
    [files.length, 2],
    [files.length, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2]
  )
  return Buffer.concat([...locals, directory, end])
}
