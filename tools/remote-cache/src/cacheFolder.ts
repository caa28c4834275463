import { randomUUID } from "node:crypto"
import { createReadStream, createWriteStream, type ReadStream } from "node:fs"
import { link, mkdir, readdir, rm, stat, utimes } from "node:fs/promises"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"

/** Entries as files of a folder; the time stamp of a file says when it was last read or written. */
export interface CacheFolder {
  readonly maxBytes: number
  readonly read: (hash: string) => Promise<{ readonly stream: ReadStream; readonly bytes: number } | undefined>
  /** False where there is such an entry already. Fails if other than `bytes` bytes come. */
  readonly write: (hash: string, from: Readable, bytes: number) => Promise<boolean>
}

const partName = /\.part$/

/** Opens a folder of entries, and removes what an earlier server left half written. */
export const openCacheFolder = async ({
  folder,
  maxBytes
}: {
  readonly folder: string
  readonly maxBytes: number
}): Promise<CacheFolder> => {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) if (partName.test(name)) await rm(join(folder, name))

  /** Removes entries, those first that were not read for longest, until all are within the limit. */
  const makeRoom = async () => {
    const names = (await readdir(folder)).filter((name) => !partName.test(name))
    const entries = await Promise.all(
      names.map(async (name) => {
        const { mtimeMs, size } = await stat(join(folder, name))
        return { name, mtimeMs, size }
      })
    )
    let total = entries.reduce((sum, { size }) => sum + size, 0)
    for (const { name, size } of entries.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= maxBytes) return
      await rm(join(folder, name), { force: true })
      total -= size
    }
  }

  return {
    maxBytes,
    read: async (hash) => {
      const file = join(folder, hash)
      const found = await stat(file).catch(() => undefined)
      if (found === undefined) return undefined
      const now = new Date()
      await utimes(file, now, now)
      return { stream: createReadStream(file), bytes: found.size }
    },
    write: async (hash, from, bytes) => {
      const part = join(folder, `${hash}.${randomUUID()}.part`)
      try {
        await pipeline(from, createWriteStream(part))
        const { size } = await stat(part)
        if (size !== bytes) throw new Error(`${size} bytes came instead of ${bytes}.`)
        // A link fails where there is a file already, which a rename would replace.
        const isNew = await link(part, join(folder, hash)).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === "EEXIST") return false
            throw error
          }
        )
        if (isNew) await makeRoom()
        return isNew
      } finally {
        await rm(part, { force: true })
      }
    }
  }
}
